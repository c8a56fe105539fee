from statistics import geometric_mean
from numpy import array


def gmean(rows):
    return array(geometric_mean(column) for column in zip(*rows))


def mannwhitneyu(*_, **__):
    raise RuntimeError("run with --no-utest")
