package dev.millrace.flink.gateway;

import dev.millrace.runtime.outside.OutsideFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The root cause of a Java stack trace in words for people. */
final class PlainCause {
    private static final Pattern THROWN = Pattern.compile("^(?:Caused by: )?([\\w.$]+(?:Exception|Error|Throwable|Failure\\w*))(?:: (.*))?$");
    private static final Pattern NUMBER = Pattern.compile("For input string: (?:'|\")(.*?)(?:'|\").*");
    private static final Pattern TOPIC = Pattern.compile("Topic (\\S+) not present in metadata after \\d+ ms.*");

    /** What Flink says of a TaskManager that was killed or cut off, and what those say who were connected with it. */
    private static final Pattern LOST = Pattern.compile("TaskManager with id (\\S+?) is no longer reachable|heartbeat of TaskManager with id (\\S+?) timed out"
            + "|Connection unexpectedly closed by remote task manager '([^']+)'|Lost connection to task manager '([^']+)'|TaskManager (?:with id )?(\\S+) .{0,40}(?:disconnected|is lost)");

    private static final Pattern CHECKPOINTS = Pattern.compile("Exceeded checkpoint tolerable failure threshold(?:\\. The latest checkpoint failed due to (.+?)(?:, view the Checkpoint History|$))?", Pattern.MULTILINE);

    private PlainCause() {}

    /** Whether it is that a TaskManager is gone, which is no node's fault. */
    static boolean isLoss(String trace) {
        return LOST.matcher(trace).find();
    }

    static String of(String trace) {
        String type = "";
        String message = "";
        String outside = "";
        for (String line : trace.lines().toList()) {
            Matcher m = THROWN.matcher(line.strip());
            if (m.matches() && (line.startsWith("Caused by: ") || type.isEmpty())) {
                type = m.group(1);
                message = m.group(2) == null ? "" : m.group(2).strip();
                outside = type.equals(OutsideFailure.class.getName()) ? message : outside;
            }
        }
        if (!outside.isEmpty()) {
            return outside;
        }
        Matcher checkpoints = CHECKPOINTS.matcher(trace);
        if (checkpoints.find()) {
            return "Its checkpoints failed too often in a row" + (checkpoints.group(1) == null ? "" : ": " + CheckpointsReader.words(checkpoints.group(1)));
        }
        if (isLoss(trace)) {
            return "The TaskManager that ran it is gone: it has ended, or cannot be reached any more";
        }
        String simple = type.substring(type.lastIndexOf('.') + 1);
        return plain(simple, message, trace);
    }

    private static String plain(String type, String message, String trace) {
        Matcher number = NUMBER.matcher(message);
        Matcher topic = TOPIC.matcher(message);
        if (type.equals("ArithmeticException") && message.contains("by zero")) {
            return "Division by zero. Guard it, for example with NULLIF(divisor, 0)";
        }
        if (type.equals("NumberFormatException") && number.matches()) {
            return "'" + number.group(1) + "' is no number, so it cannot be cast to one. TRY_CAST gives NULL instead";
        }
        if (type.equals("DateTimeException") || type.equals("DateTimeParseException")) {
            return "A text could not be read as a time: " + message + ". TRY_CAST gives NULL instead";
        }
        if (topic.matches()) {
            return "Kafka does not answer for topic " + topic.group(1) + ". Does the topic exist, and is Kafka running?";
        }
        if (type.equals("UnknownTopicOrPartitionException")) {
            return "A Kafka topic of this pipeline does not exist";
        }
        if (type.equals("NoResourceAvailableException")) {
            return "Flink has too few free slots. Stop another deployment, lower the parallelism, or give Flink more slots";
        }
        if (type.equals("OutOfMemoryError")) {
            return "Flink ran out of memory: " + message;
        }
        if (type.equals("StateMigrationException") || trace.contains("The new state serializer") && trace.contains("incompatible")) {
            return "The kept state does not fit the changed node. Start it without state, or undo the change";
        }
        if (type.equals("FileNotFoundException") && trace.contains("checkpoint")) {
            return "The state to start from is gone: " + message;
        }
        if (type.equals("ClassNotFoundException") || type.equals("NoClassDefFoundError")) {
            return "The cluster lacks " + message + ". Does its Flink have the same version?";
        }
        return message.isEmpty() ? type : message;
    }
}
