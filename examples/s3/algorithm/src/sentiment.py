import Algorithmia

client = Algorithmia.client()
MODEL = client.file("data://demo/sentiment/first.txt").getFile().name
with open(MODEL) as file:
    WORDS = file.read().split()


def apply(input):
    return {"words": [word for word in input.lower().split() if word in WORDS], "of": len(WORDS)}
