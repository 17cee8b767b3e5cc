"""Frozen values every room shares: words, goods, offers, promotions, the cart, the policy.

Pure: imports the standard library only. Amounts are integer fen, times are integer
seconds of world time since 1970 (shown in Asia/Shanghai), codes are readable text.
"""
