import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { sql, SQLDialect } from '@codemirror/lang-sql';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { minimalSetup } from 'codemirror';

interface ColumnOption {
  name: string;
  type: string;
}

interface FunctionOption {
  name: string;
  signature: string;
  help: string;
}

interface Problem {
  from: number;
  to: number;
  message: string;
}

const VALUES = 'and or not is null true false between in like case when then else end cast try_cast as interval timestamp date time day hour minute second month year exists similar to escape';
const ROWS = 'select from where group by having join left right full outer inner cross on using union all intersect except with distinct over partition order asc desc limit unnest table tumble hop cumulate session descriptor interval';

const dialect = (keywords: string) => SQLDialect.define({
  keywords,
  types: 'boolean int bigint float double decimal string varchar bytes date time timestamp timestamp_ltz array map row',
  builtin: '', operatorChars: '*+-%<>!=&|/~^', identifierQuotes: '`', doubleQuotedStrings: false,
});

const EXPRESSIONS = dialect(VALUES);
const QUERIES = dialect(`${ROWS} ${VALUES}`);

const THEME = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--mr-text)', backgroundColor: 'var(--mr-field)', border: '1px solid var(--mr-line-2)', borderRadius: '6px' },
  '&.cm-focused': { outline: '2px solid var(--mr-accent)', outlineOffset: '0' },
  '.cm-content': { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', padding: '6px 0', caretColor: 'var(--mr-text)', minHeight: '30px' },
  '.cm-cursor': { borderLeftColor: 'var(--mr-text)' },
  '.cm-placeholder': { color: 'var(--mr-text-2)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--mr-accent) 30%, transparent) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--mr-panel)', color: 'var(--mr-text)', border: '1px solid var(--mr-line-2)', borderRadius: '8px', overflow: 'hidden' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--mr-hover)', color: 'var(--mr-text)' },
  '.cm-completionDetail': { color: 'var(--mr-text-2)', fontStyle: 'normal' },
});

const COLORS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--mr-operator)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--mr-sink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--mr-source)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--mr-ok)' },
]);

/** Text after which typing is taken as finished, in milliseconds. */
const PAUSE = 600;

/** One SQL expression, or with the attribute `query` one query, with completion of columns and functions. Fires `expression-changed` when a person has finished typing. */
class ExpressionEditorElement extends HTMLElement {
  private view: EditorView | undefined;
  private columns: ColumnOption[] = [];
  private functions: FunctionOption[] = [];
  private problems: Problem[] = [];
  private text = '';
  private sent = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly described = new Compartment();

  connectedCallback() {
    if (this.view) {
      return;
    }
    const language = this.hasAttribute('query') ? QUERIES : EXPRESSIONS;
    this.view = new EditorView({
      parent: this,
      state: EditorState.create({
        doc: this.text,
        extensions: [
          minimalSetup, sql({ dialect: language }), syntaxHighlighting(COLORS), THEME, EditorView.lineWrapping, placeholder(this.getAttribute('placeholder') ?? ''),
          language.language.data.of({ autocomplete: (context: CompletionContext) => this.complete(context) }), autocompletion({ icons: false }),
          this.described.of(this.description()),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              clearTimeout(this.timer);
              this.timer = setTimeout(() => this.send(), PAUSE);
            }
            if (update.focusChanged && !update.view.hasFocus) {
              this.send();
            }
          }),
        ],
      }),
    });
    this.mark();
  }

  disconnectedCallback() {
    this.send();
    clearTimeout(this.timer);
    this.view?.destroy();
    this.view = undefined;
  }

  show(value: string) {
    this.text = value;
    this.sent = value;
    if (this.view && this.view.state.doc.toString() !== value) {
      this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: value } });
      clearTimeout(this.timer);
    }
  }

  offer(columns: string, functions: string) {
    this.columns = JSON.parse(columns) as ColumnOption[];
    this.functions = JSON.parse(functions) as FunctionOption[];
  }

  problem(problems: string) {
    this.problems = JSON.parse(problems) as Problem[];
    this.mark();
  }

  override focus() {
    this.view?.focus();
  }

  private description() {
    return EditorView.contentAttributes.of({ 'aria-label': this.getAttribute('label') ?? 'Expression', 'aria-invalid': String(this.problems.length > 0) });
  }

  private mark() {
    const view = this.view;
    if (!view) {
      return;
    }
    const end = view.state.doc.length;
    const marks: Diagnostic[] = this.problems.filter(() => end > 0).map((p) => {
      const from = Math.max(0, Math.min(p.from, end - 1));
      return { from, to: Math.max(from + 1, Math.min(p.to, end)), severity: 'error', message: p.message };
    });
    view.dispatch(setDiagnostics(view.state, marks));
    view.dispatch({ effects: this.described.reconfigure(this.description()) });
  }

  private send() {
    clearTimeout(this.timer);
    const value = this.view?.state.doc.toString() ?? this.text;
    if (value !== this.sent) {
      this.sent = value;
      this.dispatchEvent(new CustomEvent('expression-changed', { detail: value }));
    }
  }

  private complete(context: CompletionContext): CompletionResult | null {
    const word = context.matchBefore(/[`\w]+/);
    if (!word && !context.explicit) {
      return null;
    }
    const columns = this.columns.map((c): Completion => ({ label: /^[A-Za-z_]\w*$/.test(c.name) ? c.name : `\`${c.name}\``, detail: c.type, type: 'property', boost: 2 }));
    const functions = this.functions.map((f): Completion => ({ label: f.name, apply: `${f.name}(`, detail: f.signature, info: f.help || undefined, type: 'function' }));
    return { from: word?.from ?? context.pos, options: [...columns, ...functions], validFor: /^[`\w]*$/ };
  }
}

customElements.define('millrace-expression', ExpressionEditorElement);
