package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The disk for checkpoints is full for a while: a file system of its own, of a few megabytes, which is really filled. */
class DiskFullFault {
    private static final int RECORDS = 100_000;

    @Test
    void numbersComeOutOnce() throws Exception {
        var servers = Servers.shared();
        Assumptions.assumeTrue(servers.hasOwnDisk(), "This test needs to mount a small file system, which only root can on most machines: it is left out");
        Path disk = servers.disk();
        var truth = new Truth("disk full");
        try (var sequence = Sequence.deploy(servers.application, "disk")) {
            try (var feed = new Feed(servers.kafka.bootstrapServers(), "disk-in", RECORDS, 300)) {
                sequence.awaitCheckpoints();
                Path ballast = fill(disk);
                truth.isToldSoon("until it says so", sequence::told, "heckpoint");
                truth.note("what it says", sequence.told());
                Files.delete(ballast);
                truth.comesTrue("from when there is room until all is well, by itself", sequence::well, "all well");

                fill(disk);
                truth.comesTrue("when it stays full: until the job is given up", sequence::told, "FAILED");
                assertThat(sequence.get().path("failure").path("wayOut").asString()).contains("deploy again");
                truth.note("what it says when it is given up", sequence.told());
                Files.delete(ballast);
                sequence.again("LATEST_STATE", "");
                feed.finish();
                new Judge(servers.kafka.bootstrapServers()).everyNumberOnce("disk full", "disk-in", "disk-out", RECORDS);
                truth.note("records, each once", RECORDS);
            }
        } finally {
            Files.deleteIfExists(disk.resolve("ballast"));
        }
    }

    /** Writes until there is no room for another byte. */
    private static Path fill(Path disk) throws IOException {
        Path ballast = disk.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            for (int block = 65_536; block > 0; block /= 16) {
                try {
                    while (true) {
                        out.write(new byte[block]);
                    }
                } catch (IOException full) {
                    // Then by smaller blocks, until not one byte goes in.
                }
            }
        }
        return ballast;
    }
}
