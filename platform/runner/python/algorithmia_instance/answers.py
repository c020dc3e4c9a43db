"""Results and exceptions as the JSON texts that callers get."""

import base64
import json
import os
import traceback

LIMIT_BYTES = 15 * 1024 * 1024

_HERE = os.path.dirname(os.path.abspath(__file__))


def answer_to(respond, line, error_type):
    """Answers one request, a JSON text, with what `respond(data)` returns or raises, as a JSON text; `error_type` is that of ordinary exceptions."""
    try:
        return result_text(respond(_data_of(line)))
    except BaseException as error:  # also SystemExit, and CancelledError of asyncio
        return json.dumps({"error": describe_error(error, error_type)})


def result_text(result):
    """The answer that carries `result`: bytes as base64 `binary`, str as `text`, everything else as `json`."""
    content_type = "json"
    if isinstance(result, str):
        content_type = "text"
    elif isinstance(result, (bytes, bytearray)):
        content_type, result = "binary", base64.b64encode(result).decode()
    try:
        # Callers get the text of the result as it stands here; the platform finds it by what surrounds it.
        text = f'{{"result":{_compact(result)},"metadata":{{"content_type":"{content_type}"}}}}'
    except (TypeError, ValueError, RecursionError) as error:
        raise NotJson(f"The result cannot be sent as JSON: {error}") from error
    size = len(text.encode())
    if size > LIMIT_BYTES:
        raise TooLarge(f"The result is {size} bytes of JSON; at most {LIMIT_BYTES} can be sent. Put it into a data file and return its path.")
    return text


def describe_error(error, default_type):
    """The `error` object for an exception: its message, the stack trace from the algorithm's code on, and its `error_type`."""
    error_type = getattr(error, "error_type", None)
    if isinstance(error, MemoryError):
        default_type = "OutOfMemoryError"
        traceback.clear_frames(error.__traceback__)  # what fills the memory is held there
    message = f"The algorithm called sys.exit({error.code!r})." if isinstance(error, SystemExit) else _text_of(error)
    return {
        "message": message,
        "stacktrace": "".join(traceback.format_exception(type(error), error, _own_frames_skipped(error.__traceback__))),
        "error_type": error_type if isinstance(error_type, str) else default_type,
    }


class NotJson(Exception):
    """A result that JSON has no form for, such as NaN or an object."""


class TooLarge(Exception):
    """A result beyond the platform's limit."""

    error_type = "TooLargeError"


class NotRead(Exception):
    """An input that is JSON, but more than Python reads: nested too deeply, or with a number of thousands of digits."""

    error_type = "ParsingError"


def _data_of(line):
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotRead(f"Python cannot read the input: {error}") from error
    data = request["data"]
    return base64.b64decode(data) if request["content_type"] == "binary" else data


def _compact(value):
    text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a character, which only JSON's escapes can carry
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    return text


def _text_of(error):
    # Of a call that failed in another algorithm. As text the official client quotes the message, once more at each level of calls.
    if type(error).__module__ == "Algorithmia.errors" and isinstance(getattr(error, "message", None), str):
        return error.message
    try:
        return str(error) or type(error).__name__
    except Exception:
        return type(error).__name__


def _own_frames_skipped(trace):
    while trace is not None and trace.tb_next is not None and _is_ours(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return trace


def _is_ours(file_name):
    return file_name.startswith(_HERE) or file_name.startswith("<frozen importlib") or "/importlib/" in file_name
