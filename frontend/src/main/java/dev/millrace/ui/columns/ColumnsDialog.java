package dev.millrace.ui.columns;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.server.columns.Proposal;
import dev.millrace.server.columns.ProposalRefused;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.server.outside.OutsideUnavailable;
import dev.millrace.server.outside.UnknownOutside;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Columns from elsewhere: where they are read from, what is proposed, and what taking them would change. */
public final class ColumnsDialog extends Dialog {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnsDialog.class);

    private final ColumnTarget target;
    private final Node node;
    private final boolean inOrder;
    private final List<Origin> origins = new ArrayList<>();
    private final Div fields = new Div();
    private final Paragraph status = new Paragraph();
    private final Paragraph wrong = new Paragraph();
    private final UnorderedList notes = new UnorderedList();
    private final ProposalTable table;
    private final Div changes = new Div();
    private final Button take = new Button("Use these columns");
    private transient Proposal proposal;
    private transient Thread running;

    /** @param apply gets the settings to change, by name, where the person takes what is proposed */
    public ColumnsDialog(ColumnTarget target, Node node, NodeKinds kinds, ColumnOrigins from, Consumer<Map<String, Object>> apply) {
        this.target = target;
        this.node = node;
        Rel.Format format = target.format(node, kinds);
        List<Column> declared = target.readable(node.settings());
        this.inOrder = format instanceof Rel.Format.Csv csv && !csv.header();
        this.table = new ProposalTable(target.required().isPresent(), this::drawChanges);
        setHeaderTitle("Columns from…");
        setWidth("980px");
        setMaxWidth("96vw");
        addClassName("columns-dialog");
        String topic = target.topic().map(t -> text(t.name())).orElse("");
        target.topic().ifPresent(t -> origins.add(new TopicOrigin(from, this::read, new Topic(target.cluster(node, kinds), topic), format, declared)));
        if (target.table()) {
            origins.add(new TableOrigin(from, this::read, text(ColumnTarget.DATABASE), text(ColumnTarget.TABLE)));
        }
        origins.add(new RegistryOrigin(from, this::read, topic));
        origins.add(new FileOrigin(from, this::read));
        origins.add(new SamplesOrigin(from, this::read, format, declared));
        status.getElement().setAttribute("role", "status");
        status.addClassName("field-help");
        wrong.getElement().setAttribute("role", "alert");
        wrong.addClassName("error-text");
        changes.addClassName("column-changes");
        changes.getElement().setAttribute("role", "group").setAttribute("aria-label", "What changes");
        notes.addClassName("field-help");
        take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        take.addClickListener(e -> {
            Map<String, Object> edits = edits();
            close();
            apply.accept(edits);
        });
        add(choice(), fields, status, wrong, notes, table, changes);
        getFooter().add(new Button("Cancel", e -> close()), take);
        addOpenedChangeListener(e -> {
            if (!e.isOpened()) {
                forget();
            }
        });
        clear();
    }

    private RadioButtonGroup<Origin> choice() {
        var choice = new RadioButtonGroup<Origin>("Read them from");
        choice.setItems(origins);
        choice.setItemLabelGenerator(Origin::title);
        choice.setValue(origins.getFirst());
        choice.addValueChangeListener(e -> show(e.getValue()));
        show(origins.getFirst());
        return choice;
    }

    private void show(Origin origin) {
        forget();
        clear();
        fields.removeAll();
        fields.add(origin);
        if (isOpened()) {
            origin.opened();
        } else {
            addAttachListener(e -> {
                origin.opened();
                e.unregisterListener();
            });
        }
    }

    private String text(String setting) {
        return node.settings().get(setting).map(String::valueOf).orElse("").strip();
    }

    private void clear() {
        proposal = null;
        status.setText("");
        wrong.setText("");
        notes.removeAll();
        table.show(List.of());
        changes.removeAll();
        take.setEnabled(false);
    }

    private void forget() {
        if (running != null) {
            running.interrupt();
            running = null;
        }
    }

    private void read(Supplier<Proposal> asking) {
        forget();
        clear();
        status.setText("Reading…");
        UI ui = getUI().orElseThrow();
        var mine = Thread.ofVirtual().name("columns").unstarted(() -> {
            Thread me = Thread.currentThread();
            Runnable answer = answer(asking);
            ui.access(() -> {
                if (running == me) {
                    running = null;
                    answer.run();
                }
            });
        });
        running = mine;
        mine.start();
    }

    private Runnable answer(Supplier<Proposal> asking) {
        try {
            Proposal found = asking.get();
            return () -> show(found);
        } catch (ProposalRefused | UnknownTopic | KafkaUnavailable | UnknownOutside | OutsideUnavailable refused) {
            return () -> refuse(refused.getMessage());
        } catch (RuntimeException unexpected) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("Columns could not be proposed", unexpected);
            }
            return () -> refuse("Something unexpected happened; the application's log says more");
        }
    }

    private void refuse(String why) {
        status.setText("");
        wrong.setText(why + (why.endsWith(".") ? "" : "."));
    }

    private void show(Proposal found) {
        proposal = found;
        status.setText(found.columns().size() + (found.columns().size() == 1 ? " column" : " columns") + " from " + found.from() + ".");
        found.notes().forEach(note -> notes.add(new ListItem(note + ".")));
        table.show(ColumnChoice.of(found, target.declared(node.settings())));
        drawChanges();
    }

    private void drawChanges() {
        List<String> words = new ArrayList<>(ColumnChanges.of(target, node.settings(), proposal, table.lines(), inOrder).words());
        more().forEach((setting, value) -> words.addFirst("Sets " + target.kind().settings().stream().filter(s -> s.name().equals(setting)).map(s -> s.label())
                .findFirst().orElse(setting) + " to " + value));
        changes.removeAll();
        var list = new UnorderedList();
        words.forEach(w -> list.add(new ListItem(w)));
        changes.add(new H3("What changes"), words.isEmpty() ? new Paragraph("Nothing: the columns are declared like this already.") : list);
        take.setEnabled(!words.isEmpty());
    }

    /** The topic or the table that was chosen here, where the node has none yet. */
    private Map<String, Object> more() {
        var settings = new LinkedHashMap<String, Object>();
        for (Origin origin : fields.getChildren().filter(Origin.class::isInstance).map(Origin.class::cast).toList()) {
            if (origin instanceof TopicOrigin topics && target.topic().isPresent() && text(target.topic().get().name()).isEmpty()) {
                settings.put(target.topic().get().name(), topics.chosen());
            }
            if (origin instanceof TableOrigin tables) {
                if (text(ColumnTarget.DATABASE).isEmpty()) {
                    settings.put(ColumnTarget.DATABASE, tables.chosenDatabase());
                }
                if (text(ColumnTarget.TABLE).isEmpty()) {
                    settings.put(ColumnTarget.TABLE, tables.chosenTable());
                }
            }
        }
        return settings;
    }

    private Map<String, Object> edits() {
        var edits = new LinkedHashMap<>(more());
        edits.putAll(ColumnChanges.of(target, node.settings(), proposal, table.lines(), inOrder).settings());
        return edits;
    }
}
