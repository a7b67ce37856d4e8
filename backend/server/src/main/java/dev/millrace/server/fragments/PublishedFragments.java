package dev.millrace.server.fragments;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.kind.fragment.FragmentChanges;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.server.design.StaleRevision;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishing fragments, on designs and stored versions. */
final class PublishedFragments implements FragmentService {
    /** Names whose kinds are shipped. */
    private static final Set<String> RESERVED = Set.of("input", "output");

    private final StoredVersions versions;
    private final DesignService designs;
    private final NodeKinds kinds;
    private final PipelineDocument documents;
    private final TransactionTemplate transaction;

    PublishedFragments(StoredVersions versions, DesignService designs, NodeKinds kinds, PipelineDocument documents, TransactionTemplate transaction) {
        this.versions = versions;
        this.designs = designs;
        this.kinds = kinds;
        this.documents = documents;
        this.transaction = transaction;
    }

    @Override public PublishedVersion publish(PipelineId pipeline, long revision, String note, Author author) {
        if (note.length() > LONGEST_NOTE) {
            throw new NotPublishable("The note has at most " + LONGEST_NOTE + " characters, not " + note.length(), Diagnostics.NONE);
        }
        Design design = designs.open(pipeline);
        if (design.revision() != revision) {
            throw new StaleRevision(revision, design.revision());
        }
        Fragment ends = Fragment.of("unnamed", 1, design.pipeline().name(), design.pipeline(), kinds);
        if (ends.inputs().isEmpty() && ends.outputs().isEmpty()) {
            throw new NotPublishable("It has no way in or out. Add a Fragment input or a Fragment output", Diagnostics.NONE);
        }
        if (design.compilation().diagnostics().hasErrors()) {
            throw new NotPublishable("It has errors", design.compilation().diagnostics());
        }
        transaction.executeWithoutResult(status -> {
            Optional<PublishedVersion> before = of(pipeline);
            String name = before.map(PublishedVersion::fragment).orElseGet(() -> named(design));
            if (before.isEmpty()) {
                versions.add(name, pipeline);
            }
            versions.add(name, before.map(PublishedVersion::version).orElse(0) + 1, design.pipeline().name(), documents.write(design.pipeline()), revision,
                    author.name(), note.strip());
        });
        return of(pipeline).orElseThrow();
    }

    private String named(Design design) {
        var taken = new HashSet<NodeId>();
        versions.names().forEach(name -> taken.add(new NodeId(name)));
        RESERVED.forEach(name -> taken.add(new NodeId(name)));
        return NodeId.free(design.pipeline().name(), taken).value();
    }

    @Override public List<PublishedVersion> list() {
        return versions.newestPublished();
    }

    @Override public List<PublishedVersion> versions(String fragment) {
        return versions.published(fragment);
    }

    @Override public Optional<PublishedVersion> of(PipelineId pipeline) {
        return versions.published(pipeline);
    }

    @Override public Optional<Fragment> find(String fragment, int version) {
        return versions.find(fragment, version);
    }

    @Override public List<String> changes(PipelineId pipeline) {
        Design design = designs.open(pipeline);
        return of(pipeline).flatMap(newest -> versions.find(newest.fragment(), newest.version())).map(before -> FragmentChanges.between(before,
                Fragment.of(before.name(), before.version() + 1, design.pipeline().name(), design.pipeline(), kinds), kinds)).orElse(List.of());
    }

    @Override public List<PipelineSummary> uses(String fragment) {
        return designs.list().stream().filter(p -> p.pipeline().nodes().values().stream().anyMatch(n -> n.kind().equals(Fragment.PREFIX + fragment))).toList();
    }
}
