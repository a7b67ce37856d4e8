package dev.millrace.flink.gateway;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.server.deployment.FlinkGateway.KeptState;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a savepoint or checkpoint holds from its description, which Flink writes beside the state. */
final class KeptStateReader {
    private static final Logger LOG = LoggerFactory.getLogger(KeptStateReader.class);

    private KeptStateReader() {}

    /** Empty where it is not there, or not on a file system that is reached from here. */
    static Optional<KeptState> read(String path) {
        try {
            var found = AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(path);
            CheckpointMetadata description;
            try (var in = new DataInputStream(found.getMetadataHandle().openInputStream())) {
                description = Checkpoints.loadCheckpointMetadata(in, KeptStateReader.class.getClassLoader(), path);
            }
            Map<NodeId, Long> nodes = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
            long state = 0;
            for (OperatorState operator : description.getOperatorStates()) {
                state += operator.getStateSize();
                if (operator.getStateSize() > 0) {
                    operator.getOperatorUid().flatMap(uid -> NodeId.parse(uid.replaceFirst("/.*", "")))
                            .ifPresent(node -> nodes.merge(node, operator.getStateSize(), Long::sum));
                }
            }
            // A checkpoint may share files with others, which lie elsewhere: then its state is more than its folder.
            return Optional.of(new KeptState(Math.max(state, size(found.getExclusiveCheckpointDir())), nodes, backend(description)));
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} cannot be looked into", path, e);
            return Optional.empty();
        }
    }

    /** Who wrote it, where nobody else can read it. A savepoint has the same form whoever wrote it. */
    private static Optional<RunSettings.StateBackend> backend(CheckpointMetadata description) {
        return description.getOperatorStates().stream().flatMap(operator -> operator.getStates().stream()).flatMap(copy -> copy.getManagedKeyedState().stream())
                .flatMap(handle -> switch (handle) {
                    case IncrementalKeyedStateHandle files -> Stream.of(RunSettings.StateBackend.ROCKSDB);
                    case KeyGroupsSavepointStateHandle savepoint -> Stream.empty();
                    case KeyGroupsStateHandle whole -> Stream.of(RunSettings.StateBackend.HASHMAP);
                    default -> Stream.<RunSettings.StateBackend>empty();
                }).findFirst();
    }

    private static long size(Path folder) throws IOException {
        FileSystem files = folder.getFileSystem();
        long bytes = 0;
        FileStatus[] entries = files.listStatus(folder);
        for (FileStatus entry : entries == null ? new FileStatus[0] : entries) {
            bytes += entry.isDir() ? size(entry.getPath()) : entry.getLen();
        }
        return bytes;
    }

    static boolean isGone(String path) {
        try {
            var folder = new Path(path);
            return !folder.getFileSystem().exists(folder);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
