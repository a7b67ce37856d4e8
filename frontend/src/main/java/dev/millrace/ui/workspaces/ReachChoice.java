package dev.millrace.ui.workspaces;

import com.vaadin.flow.component.select.Select;
import dev.millrace.server.templates.Reach;
import dev.millrace.server.workspaces.Workspaces;
import java.util.ArrayList;
import java.util.List;

/** Who sees a template: everybody, the members of one of one's own workspaces, or nobody else. */
public final class ReachChoice extends Select<Reach> {
    private final transient List<Reach> offered = new ArrayList<>();

    /** @param user whose workspaces are offered */
    public ReachChoice(Workspaces workspaces, String user) {
        offered.add(Reach.EVERYBODY);
        workspaces.of(user).forEach(mine -> offered.add(Reach.members(mine)));
        offered.add(Reach.ONLY_ME);
        setLabel("Who sees it");
        setItems(offered);
        setItemLabelGenerator(ReachChoice::inWords);
        setHelperText(offered.size() > 2 ? "" : "For some people only: make a workspace, under Templates");
        setValue(Reach.EVERYBODY);
        setWidthFull();
    }

    /** Begins with who sees the version before. A workspace that is none of one's own any more cannot be chosen again. */
    public void begin(Reach before) {
        boolean again = offered.contains(before);
        setValue(again ? before : Reach.ONLY_ME);
        if (!again && before instanceof Reach.Members members) {
            setHelperText("The version before is for members of “" + members.name() + "”, and you are none of them now");
        }
    }

    private static String inWords(Reach reach) {
        return switch (reach) {
            case Reach.Everybody all -> "Everybody here";
            case Reach.Members members -> "Members of “" + members.name() + "”";
            case Reach.OnlyMe me -> "Only me";
        };
    }
}
