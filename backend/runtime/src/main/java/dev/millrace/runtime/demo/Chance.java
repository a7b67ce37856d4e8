package dev.millrace.runtime.demo;

/** Chance that is the same at every run: all of it follows from a number. */
final class Chance {
    private Chance() {}

    /** 64 bits that look like chance. SplitMix64, Steele, Lea and Flood, 2014. */
    static long at(long index) {
        long z = (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** From 0 to bound - 1, from the bits above the shift; different shifts of one chance serve different questions. */
    static int below(long random, int shift, int bound) {
        return (int) Long.remainderUnsigned(random >>> shift, bound);
    }
}
