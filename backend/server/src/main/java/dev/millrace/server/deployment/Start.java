package dev.millrace.server.deployment;

/** How a deployment begins: without state, or from the state the pipeline's previous deployment left. */
public enum Start { FRESH, LATEST_STATE }
