package dev.millrace.server.alerts;

/** Brings messages to where a channel leads. */
interface Delivery {
    /** Blocks for at most about half a minute. @throws NotDelivered where it did not arrive, or may not have */
    void deliver(Message message) throws NotDelivered;

    /** Why a message did not arrive; the words are for people and hold no secret. */
    final class NotDelivered extends Exception {
        private final boolean mayPass;

        /** @param mayPass whether it makes sense to try again */
        NotDelivered(String message, boolean mayPass) {
            super(message);
            this.mayPass = mayPass;
        }

        boolean mayPass() {
            return mayPass;
        }
    }
}
