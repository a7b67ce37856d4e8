package dev.millrace.server.templates;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.workspaces.WorkspaceId;
import dev.millrace.template.OwnRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pipelines to begin with: those that the application ships, and those that people make of theirs. */
public interface Templates {
    int LONGEST_NOTE = 2_000;

    /** Shipped ones that need nothing and show what can be done, for who sees the application the first time. */
    List<Template> first();

    /** The newest version of each that this user may see, those used most first. */
    List<Template> list(String viewer);

    /** The newest version. @throws UnknownTemplate also where this user may not see it, or where it was withdrawn */
    Template get(String id, String viewer);

    /** A certain version. @throws UnknownTemplate */
    Template get(String id, int version, String viewer);

    /** All versions that are kept, newest first; of a shipped one the one that is shipped. @throws UnknownTemplate */
    List<Template> versions(String id, String viewer);

    /** What has to be there before a pipeline made of it can run, in words; none where it runs by itself. */
    List<String> needs(Template template);

    /**
     * Stores a pipeline made of the newest version, and where the template brings a dashboard, that of the pipeline for its author alone.
     *
     * @param values plain values by the name of the parameter; where one is not given, its preset is taken
     * @throws UnknownTemplate
     * @throws ValuesRefused where a value is missing or does not fit
     */
    default Design createFrom(String template, String name, Map<String, Object> values, Author author) {
        return createFrom(template, name, values, List.of(), author);
    }

    /**
     * The same with topics of one's own in place of rows that the template brings, as a second revision; the first one is the template's.
     * Tiles of its dashboard on such rows show them by their own names; those on a column that they lack are left out.
     *
     * @throws TemplateRefused also where such a topic cannot take the place
     */
    Design createFrom(String template, String name, Map<String, Object> values, List<OwnRows> rows, Author author);

    /**
     * Makes a template of a pipeline, or the next version of one. Versions never change; one that was withdrawn comes back.
     *
     * @throws TemplateRefused
     * @throws dev.millrace.server.security.AdministratorsOnly where it is the template of somebody else
     * @throws dev.millrace.server.design.StaleRevision
     * @throws dev.millrace.server.design.UnknownPipeline
     */
    Template publish(Publication publication, Author author);

    /** The drawing that publishing would keep; nothing is kept. @throws TemplateRefused @throws dev.millrace.server.design.StaleRevision as {@link #publish} does */
    Pipeline draft(Publication publication);

    /** Takes it out of the gallery for everybody. Pipelines that were made of it stay. @throws dev.millrace.server.security.AdministratorsOnly */
    void withdraw(String id, Author author);

    /** Whether this user may publish further versions of it, and withdraw it. */
    boolean mayChange(Template template, String user);

    /** The newest version of the template that was made of a pipeline and that this user may change. */
    Optional<Template> madeOf(PipelineId pipeline, String user);

    /** The newest version as a file: the head of a template above a pipeline document. */
    String file(String id, String viewer);

    /** What bringing a file would do. @throws dev.millrace.document.DocumentRefused @throws TemplateRefused */
    Arrival look(String file, String user);

    /** Brings a file as {@link #look} says. @throws TemplateRefused also where it has errors, or is here already */
    Template take(String file, Reach reach, Author author);

    /**
     * The newest versions of all that the members of a workspace see by it. Were it deleted, only their owners would see them.
     *
     * @throws dev.millrace.server.workspaces.UnknownWorkspace where this user may not see the workspace
     */
    List<Template> in(WorkspaceId workspace, String user);

    /** The newest version of what a pipeline was made from, where that is newer and this user may see it. */
    Optional<Newer> newer(PipelineId pipeline, String viewer);

    /** What a pipeline was made from; empty where it was drawn. */
    Optional<Origin> origin(PipelineId pipeline);

    /**
     * A newer version than a pipeline was made from.
     *
     * @param changes between the two, in sentences
     * @param values of the parameters that the pipeline has now and the newest version asks for
     */
    record Newer(Origin from, Template newest, List<String> changes, Map<String, Object> values) {
        public Newer {
            changes = List.copyOf(changes);
            values = Map.copyOf(values);
        }
    }

    /** A template and its version that a pipeline was made from. The template may be withdrawn by now. */
    record Origin(String template, int version) {}
}
