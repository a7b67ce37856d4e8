package dev.millrace.server.deployment;

/**
 * Takes savepoints that people asked for while the job runs on. The cluster is asked again and again with the same id until it says
 * how that ended, so that nothing is taken twice, whoever dies in between.
 */
final class AskedSavepoints {
    private final SavepointStore savepoints;
    private final FlinkClusters flinks;

    AskedSavepoints(SavepointStore savepoints, FlinkClusters flinks) {
        this.savepoints = savepoints;
        this.flinks = flinks;
    }

    void step(DeploymentRow row) {
        JobId job = row.run().orElseThrow().job();
        for (Savepoint wanted : savepoints.wanted(row.id())) {
            try {
                switch (flinks.of(row.deployment()).savepoint(job, wanted.id())) {
                    case FlinkGateway.SavepointTaking.Taking taking -> { }
                    case FlinkGateway.SavepointTaking.Taken(String path) -> savepoints.taken(wanted, job, path);
                    case FlinkGateway.SavepointTaking.NotTaken(String why) -> savepoints.failed(wanted, why);
                }
            } catch (FlinkGateway.Failed refused) {
                savepoints.failed(wanted, refused.getMessage());
            }
        }
    }
}
