"""Making a new world: a catalogue out of the vocabulary, the same for the same seed and size everywhere.

Faker drives every choice through its seeded generator; words come from `data/vocabulary.yaml` only, and
chance is taken from `Random.random` alone, whose sequence Python guarantees. Prices use addition,
multiplication, division and square roots, which IEEE 754 rounds alike on every machine.
"""
