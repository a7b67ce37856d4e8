package dev.millrace.server.deployment;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How much the processes of a Flink cluster have to do; each is empty where it is not known. Those that run other jobs too have their load with them.
 *
 * @param taskManagerCpu of the busiest TaskManager, as a share of its machine, 0 to 1
 * @param taskManagerHeap bytes of the heap that are used in the TaskManager that uses most
 * @param jobManagerCpu of the JobManager, as a share of its machine, 0 to 1
 * @param jobManagerHeap bytes of the heap that are used in the JobManager
 */
public record ClusterLoad(OptionalDouble taskManagerCpu, OptionalLong taskManagerHeap, OptionalDouble jobManagerCpu, OptionalLong jobManagerHeap) {
    public static final ClusterLoad UNKNOWN = new ClusterLoad(OptionalDouble.empty(), OptionalLong.empty(), OptionalDouble.empty(), OptionalLong.empty());
}
