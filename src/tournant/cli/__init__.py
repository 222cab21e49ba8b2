"""The command line: arguments in, text out.

What comes in: arguments, files, standard input. What goes out: data on standard output, sentences on standard error.
What is always true: bad input is one clear sentence and exit 2, a failure is exit 1; data and sentences never mix.
"""
