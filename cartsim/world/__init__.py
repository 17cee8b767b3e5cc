"""What moves by itself: world time, ticks of the market, and who drives them.

`ticks.advance` applies ticks, `driver.Pacemaker` lets them come by themselves, `pace` sets how fast,
`clock.read_world` says where the world stands, `edits` is the trainer's hand on the market.
"""
