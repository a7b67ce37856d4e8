package dev.millrace.pipeline;

/** Where a node's upper left corner stands on the canvas, in pixels at zoom 1. */
public record Position(int x, int y) {}
