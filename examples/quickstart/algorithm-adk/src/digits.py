"""Tells which digit an 8 x 8 image shows. The model is named in model_manifest.json; the ADK fetches it.

Input   {"pixels": [[0, 0, 5, ...], ...]}   8 rows of 8 numbers from 0 (white) to 16 (black)
Output  {"digit": 8, "confidence": 0.93, "model": "best"}
"""

import Algorithmia  # noqa: F401  before adk: the client package brings its own, older name for it
import joblib
import numpy as np
from adk import ADK


class InputError(ValueError):
    """Tells the platform, and so the caller, that the input is at fault and not the algorithm."""

    error_type = "InputError"


def load(model_data):
    """Runs once, when an instance warms up; what it returns is handed to every call."""
    return joblib.load(model_data.get_model("digits"))


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


def apply(input, model):
    pixels = read_pixels(input)
    probabilities = model["classifier"].predict_proba(pixels)[0]
    best = int(probabilities.argmax())
    return {
        "digit": int(model["classifier"].classes_[best]),
        "confidence": round(float(probabilities[best]), 3),
        "model": model["name"],
    }


algorithm = ADK(apply, load, Algorithmia.client())
algorithm.init({"pixels": [[0] * 8] * 8})
