package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.RestorePoint;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import tools.jackson.databind.JsonNode;

/**
 * Finds the newest state of a job: what the cluster reports or what lies in the job's folder, whichever is newer.
 *
 * <p>A cluster answers from a copy that is up to {@code web.refresh-interval} (3 s) old: the checkpoint that it calls the newest may
 * have been replaced and deleted since. And it forgets jobs that are over.
 */
final class RetainedCheckpoints {
    private static final String PREFIX = "chk-";

    private RetainedCheckpoints() {}

    /** @param number of the checkpoint within its job; -1 for the one that the job was restored from, which is older than all its own */
    private record Found(long number, String path) {}

    /**
     * @param checkpoints answer to /jobs/:id/checkpoints; empty where the cluster does not know the job
     * @param directory the folder that holds a folder for each job
     */
    static Optional<RestorePoint.FromState> newest(Optional<JsonNode> checkpoints, Optional<String> directory, JobId job) {
        Optional<Found> reported = checkpoints.flatMap(RetainedCheckpoints::reported);
        return Stream.of(reported, directory.flatMap(folder -> onDisk(new Path(folder, job.value()), reported.isPresent())))
                .flatMap(Optional::stream).max(Comparator.comparingLong(Found::number))
                .map(found -> new RestorePoint.FromState(found.path()));
    }

    private static Optional<Found> reported(JsonNode checkpoints) {
        JsonNode latest = checkpoints.path("latest");
        return Stream.of(found(latest.path("completed"), latest.path("completed").path("id").asLong(-1)),
                        found(latest.path("savepoint"), latest.path("savepoint").path("id").asLong(-1)),
                        found(latest.path("restored"), -1))
                .flatMap(Optional::stream).max(Comparator.comparingLong(Found::number));
    }

    private static Optional<Found> found(JsonNode checkpoint, long number) {
        String path = checkpoint.path("external_path").asString("");
        // Flink writes "<checkpoint-not-externally-addressable>" where nobody could restore from it.
        return path.isEmpty() || path.startsWith("<") ? Optional.empty() : Optional.of(new Found(number, path));
    }

    /** @param otherwiseKnown nothing is lost where the folder cannot be read from here, since the cluster told of a checkpoint */
    private static Optional<Found> onDisk(Path folder, boolean otherwiseKnown) {
        try {
            FileSystem files = folder.getFileSystem();
            long newest = -1;
            FileStatus[] entries = files.exists(folder) ? files.listStatus(folder) : new FileStatus[0];
            for (FileStatus entry : entries == null ? new FileStatus[0] : entries) {
                String name = entry.getPath().getName();
                // Flink writes _metadata last: a checkpoint without it is not complete.
                if (name.matches(PREFIX + "\\d{1,18}") && files.exists(new Path(entry.getPath(), "_metadata"))) {
                    newest = Math.max(newest, Long.parseLong(name.substring(PREFIX.length())));
                }
            }
            return newest < 0 ? Optional.empty() : Optional.of(new Found(newest, new Path(folder, PREFIX + newest).toUri().toString()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (otherwiseKnown) {
                return Optional.empty();
            }
            throw new FlinkGateway.Unreachable("Checkpoints in " + folder.getParent() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
