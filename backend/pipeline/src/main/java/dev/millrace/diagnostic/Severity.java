package dev.millrace.diagnostic;

/** ERROR keeps a pipeline from being deployed; WARNING does not; INFO only tells. */
public enum Severity { ERROR, WARNING, INFO }
