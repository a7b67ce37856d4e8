package dev.millrace.server.deployment;

/** An event about to be written; its time is the database's, its revision and job are those that the deployment has then. */
record Event(DeploymentEvent.Type type, String message, String detail, String who, String reason, String savepoint) {

    /** It happened by itself. */
    Event(DeploymentEvent.Type type, String message, String detail) {
        this(type, message, detail, "", "", "");
    }

    static Event by(String who, String reason, DeploymentEvent.Type type, String message) {
        return new Event(type, message, "", who, reason.strip(), "");
    }

    /** @param path of a savepoint or checkpoint; may be empty */
    static Event withState(DeploymentEvent.Type type, String message, String path) {
        return new Event(type, message, "", "", "", path);
    }
}
