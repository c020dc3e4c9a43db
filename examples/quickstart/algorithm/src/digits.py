"""Tells which digit an 8 x 8 image shows.

Input   {"pixels": [[0, 0, 5, ...], ...]}   8 rows of 8 numbers from 0 (white) to 16 (black)
Output  {"digit": 8, "confidence": 0.93, "model": "best"}
"""

import Algorithmia
import joblib
import numpy as np

client = Algorithmia.client()


def load_model():
    """Fetches the model once, when an instance warms up; every call of that instance then answers from memory."""
    path = client.file("data://demo/digits/digits.joblib").getFile().name
    return joblib.load(path)


model = load_model()


class InputError(ValueError):
    """Tells the platform, and so the caller, that the input is at fault and not the algorithm."""

    error_type = "InputError"


def read_pixels(input):
    """Returns the image as one row of 64 numbers, or raises an InputError that says what is wrong with it."""
    if not isinstance(input, dict) or "pixels" not in input:
        raise InputError('The input must be {"pixels": [[...], ...]}: 8 rows of 8 numbers from 0 to 16.')
    try:
        pixels = np.asarray(input["pixels"], dtype=np.float32)
    except (TypeError, ValueError):
        raise InputError("pixels must be 8 rows of 8 numbers; some row has another length or holds something else.") from None
    if pixels.shape != (8, 8):
        raise InputError(f"pixels must be 8 rows of 8 numbers; this is {' x '.join(map(str, pixels.shape)) or 'one value'}.")
    if not ((pixels >= 0) & (pixels <= 16)).all():
        raise InputError("pixels must be numbers from 0 (white) to 16 (black).")
    return pixels.reshape(1, 64)


def apply(input):
    pixels = read_pixels(input)
    probabilities = model["classifier"].predict_proba(pixels)[0]
    best = int(probabilities.argmax())
    return {
        "digit": int(model["classifier"].classes_[best]),
        "confidence": round(float(probabilities[best]), 3),
        "model": model["name"],
    }
