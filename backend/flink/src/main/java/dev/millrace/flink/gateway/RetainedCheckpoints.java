package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.RestorePoint;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import tools.jackson.databind.JsonNode;

/** Finds the newest state of a job: with the cluster, or on disk where the cluster no longer knows the job. */
final class RetainedCheckpoints {
    private static final String PREFIX = "chk-";

    private RetainedCheckpoints() {}

    /** @param checkpoints answer to /jobs/:id/checkpoints */
    static Optional<RestorePoint.FromState> reported(JsonNode checkpoints) {
        JsonNode latest = checkpoints.path("latest");
        JsonNode completed = latest.path("completed");
        JsonNode savepoint = latest.path("savepoint");
        JsonNode newest = savepoint.path("id").asLong(-1) > completed.path("id").asLong(-1) ? savepoint : completed;
        String path = newest.path("external_path").asString(latest.path("restored").path("external_path").asString(""));
        return path.startsWith("<") || path.isEmpty() ? Optional.empty() : Optional.of(new RestorePoint.FromState(path));
    }

    /** @param directory the folder that holds a folder for each job */
    static Optional<RestorePoint.FromState> onDisk(String directory, JobId job) {
        var folder = new Path(directory, job.value());
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
            return newest < 0 ? Optional.empty()
                    : Optional.of(new RestorePoint.FromState(new Path(folder, PREFIX + newest).toUri().toString()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new FlinkGateway.Unreachable("Checkpoints in " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }
}
