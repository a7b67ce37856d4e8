package dev.millrace.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How much of the processor a process has used, by what its threads are called; from what Linux counts of them. */
record Processor(double seconds, Map<String, Double> byWork) {
    /** Where proc(5) has utime and stime, counted from the state of a process; and cutime and cstime. */
    private static final int USED = 11;
    private static final int USED_BY_THE_ENDED = 13;
    /** Linux counts in hundredths of a second. */
    private static final double TICK = 0.01;
    /** What the names of threads begin with, and what those do. */
    private static final List<Map.Entry<String, String>> WORK = List.of(Map.entry("metrics", "jobs"), Map.entry("ForkJoinPool", "jobs"), Map.entry("reconcile", "jobs"),
            Map.entry("HttpClient", "jobs"), Map.entry("kafka-admin", "jobs"), Map.entry("lookout", "troubles"), Map.entry("alert", "alerts"), Map.entry("viewers", "pages"), Map.entry("fleet", "pages"),
            Map.entry("deployment", "pages"), Map.entry("http-nio", "pages"), Map.entry("Atmosphere", "pages"), Map.entry("C1 ", "compiling"), Map.entry("C2 ", "compiling"),
            Map.entry("G1", "garbage"), Map.entry("GC ", "garbage"), Map.entry("VM ", "garbage"));

    static Processor of(long pid) {
        var byWork = new TreeMap<String, Double>();
        try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    byWork.merge(work(Files.readString(task.resolve("comm")).strip()), used(task.resolve("stat")), Double::sum);
                } catch (NoSuchFileException ended) {
                    // What threads used that are gone is in the sum of the process.
                }
            }
            return new Processor(used(Path.of("/proc", Long.toString(pid), "stat")), byWork);
        } catch (IOException e) {
            throw new IllegalStateException("Linux says nothing of process " + pid, e);
        }
    }

    /** Seconds of processor that a PostgreSQL has used, with what processes of its that ended had used. @param folder of its data, where it says which process it is */
    static double ofPostgres(Path folder) throws IOException {
        ProcessHandle first = ProcessHandle.of(Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip())).orElseThrow();
        double sum = 0;
        for (ProcessHandle process : Stream.concat(Stream.of(first), first.descendants()).toList()) {
            Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
            try {
                String[] fields = fields(stat);
                sum += ticks(fields, USED) + (process.equals(first) ? ticks(fields, USED_BY_THE_ENDED) : 0);
            } catch (NoSuchFileException ended) {
                // The first process has its time from now on.
            }
        }
        return sum;
    }

    private static String work(String thread) {
        return WORK.stream().filter(w -> thread.startsWith(w.getKey())).map(Map.Entry::getValue).findFirst().orElse("other");
    }

    private static double used(Path stat) throws IOException {
        return ticks(fields(stat), USED);
    }

    private static String[] fields(Path stat) throws IOException {
        String text = Files.readString(stat);
        // The name of the process may hold spaces.
        return text.substring(text.lastIndexOf(')') + 2).split(" ");
    }

    /** In the process itself and in the system for it, which stand beside each other. */
    private static double ticks(String[] fields, int at) {
        return (Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1])) * TICK;
    }

    /** What was used since then. */
    Processor since(Processor before) {
        var used = new TreeMap<String, Double>();
        byWork.forEach((work, seconds) -> used.put(work, Math.max(0, seconds - before.byWork.getOrDefault(work, 0.0))));
        return new Processor(seconds - before.seconds, used);
    }

    double of(String... works) {
        double sum = 0;
        for (String work : works) {
            sum += byWork.getOrDefault(work, 0.0);
        }
        return sum;
    }
}
