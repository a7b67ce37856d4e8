package dev.millrace.server.dashboards;

/** How the values of one query are found, as long as somebody looks. Used by one thread at a time. */
interface Finding extends AutoCloseable {
    Figures now();

    @Override void close();
}
