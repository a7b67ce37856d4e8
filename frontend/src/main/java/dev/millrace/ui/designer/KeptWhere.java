package dev.millrace.ui.designer;

import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.server.deployment.StateStorage;
import java.net.URI;
import java.util.Optional;

/** What holds for the state of every pipeline on the cluster, to read: over how many copies it can be spread, and where copies of it lie. */
final class KeptWhere extends DescriptionList {
    private static final String CLUSTER = "Where the cluster's own configuration says.";

    KeptWhere(StateStorage storage) {
        addClassName("kept-where");
        fact("Most copies", Integer.toString(RunSettings.MAX_PARALLELISM), "State is kept in " + RunSettings.MAX_PARALLELISM
                + " groups of keys, so it can be spread over as many copies. That is the same from the first deployment on: otherwise state could not be read back.");
        fact("Checkpoints", place(storage.checkpoints()), "Taken by themselves. The newest of each run is kept, also when it fails or is cancelled"
                + (storage.checkpoints().isEmpty() ? ", or as many as the cluster is set to keep." : "."));
        fact("Savepoints", place(storage.savepoints()), "Taken when a pipeline stops, is upgraded, or when you ask. Kept until somebody deletes them.");
    }

    private void fact(String name, String value, String help) {
        var words = new Paragraph(help);
        words.addClassName("field-help");
        var shown = new Span();
        shown.addClassName("fact");
        // A long place may break behind a slash, and what is copied of it stays as it is.
        for (String part : value.split("(?<=/)")) {
            shown.add(new Text(part));
            shown.getElement().appendChild(new Element("wbr"));
        }
        add(new Term(name), new Description(shown, words));
    }

    /** A folder of this machine as a path, another one by its address. */
    private static String place(Optional<String> folder) {
        return folder.map(f -> f.startsWith("file:") ? URI.create(f).getPath() : f).orElse(CLUSTER);
    }
}
