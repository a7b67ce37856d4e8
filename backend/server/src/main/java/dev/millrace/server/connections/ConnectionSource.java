package dev.millrace.server.connections;

import java.util.List;

/** A room that talks to systems of one kind, which can be tried. */
public interface ConnectionSource {
    /** Those that are set up, in the order in which they are shown. */
    List<Connection> connections();
}
