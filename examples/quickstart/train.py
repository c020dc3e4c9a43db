"""Trains the three digit classifiers of this example, each better than the one before.

    python train.py            writes models/*/digits.joblib and sample.json, and prints the accuracies
    python train.py --check    trains again and fails unless the files here answer the same

The images are scikit-learn's bundled digits: 1797 scans of 8 x 8 pixels, brightness 0 to 16.
Everything is seeded, so a second run gives the same answers.
"""

import argparse
import json
import sys
from pathlib import Path

import joblib
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

HERE = Path(__file__).resolve().parent
SEED = 7
HELD_OUT = 400

# Few images, more images, all images and a network: what a team ships in its first three weeks.
RECIPES = {
    "first": (40, lambda: LogisticRegression(max_iter=2000, random_state=SEED)),
    "better": (200, lambda: LogisticRegression(max_iter=2000, random_state=SEED)),
    "best": (1397, lambda: MLPClassifier(hidden_layer_sizes=(32,), max_iter=600, random_state=SEED)),
}


def train():
    """Returns the trained models by name, and the held-out images with their labels."""
    digits = load_digits()
    # 32-bit floats halve the files; the pixels are whole numbers, so nothing is lost.
    images = digits.data.astype(np.float32)
    images, unseen, labels, unseen_labels = train_test_split(
        images, digits.target, test_size=HELD_OUT, random_state=SEED, stratify=digits.target
    )
    models = {}
    for name, (count, classifier) in RECIPES.items():
        pipeline = make_pipeline(MinMaxScaler(), classifier()).fit(images[:count], labels[:count])
        models[name] = {"name": name, "images": count, "classifier": pipeline}
    return models, unseen, unseen_labels


def most_telling(models, unseen, labels):
    """Returns the index of the held-out image that the models dispute most firmly: three answers, the best one right."""
    answers = np.stack([model["classifier"].predict(unseen) for model in models.values()])
    firmness = np.min([model["classifier"].predict_proba(unseen).max(axis=1) for model in models.values()], axis=0)
    disputed = [i for i in range(len(labels)) if answers[-1, i] == labels[i] and len(set(answers[:, i])) == len(models)]
    return max(disputed, key=lambda i: firmness[i])


def sample_text(image, label):
    """The shown image as JSON, one row of pixels a line. The algorithm reads `pixels`; `label` is for you."""
    rows = ",\n".join("    " + json.dumps([int(pixel) for pixel in row]) for row in image.reshape(8, 8))
    return f'{{\n  "label": {int(label)},\n  "pixels": [\n{rows}\n  ]\n}}\n'


def differences(models, unseen, sample):
    """Compares a fresh training with the files here, by what they answer: bytes may differ between library versions."""
    found = []
    for name, model in models.items():
        path = HERE / "models" / name / "digits.joblib"
        stored = joblib.load(path)["classifier"]
        same = np.mean(stored.predict(unseen) == model["classifier"].predict(unseen))
        # Another processor may round the last bit of a network's weights otherwise; one image in a hundred is allowed.
        if same < 0.99:
            found.append(f"{path} answers like a fresh training on {same:.1%} of the held-out images only")
    if (HERE / "sample.json").read_text() != sample:
        found.append("sample.json is not the image that a fresh training picks")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the files here and write nothing")
    options = parser.parse_args()

    models, unseen, labels = train()
    shown = most_telling(models, unseen, labels)
    sample = sample_text(unseen[shown], labels[shown])

    for name, model in models.items():
        accuracy = np.mean(model["classifier"].predict(unseen) == labels)
        answer = model["classifier"].predict(unseen[shown : shown + 1])[0]
        print(f"{name:8} {model['images']:5} images   accuracy {accuracy:.1%}   sees {answer} in sample.json (it is a {labels[shown]})")

    if options.check:
        found = differences(models, unseen, sample)
        sys.exit("\n".join(found) if found else 0)

    for name, model in models.items():
        path = HERE / "models" / name / "digits.joblib"
        path.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump(model, path, compress=3)
    (HERE / "sample.json").write_text(sample)


if __name__ == "__main__":
    main()
