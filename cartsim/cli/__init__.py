"""What a person types: options, printouts, one clear line and status 2 where something does not fit.

Nothing heavy is imported before a subcommand needs it.
"""
