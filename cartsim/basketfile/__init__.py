"""Baskets as files: read, priced and answered without a shop (`cartsim price`).

`form` is what a file may say, `reading` makes a `Basket` of it, `result` the JSON of its price, `answer`
what each key of that JSON says.
"""
