import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { keywordCompletionSource, SQLDialect } from '@codemirror/lang-sql';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
import { EditorView, placeholder, showTooltip, type Tooltip } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { minimalSetup } from 'codemirror';

/** A value with what can be taken out of it: the fields of a row, or what the elements of an array or the values of a map are. */
interface Shape {
  type: string;
  fields: ColumnOption[] | null;
  holds: 'array' | 'map' | null;
  inside: Shape | null;
}

interface ColumnOption {
  name: string;
  shape: Shape;
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
  '.cm-signature': { padding: '4px 8px', fontSize: '12px', maxWidth: '300px' },
  '.cm-completionDetail': { color: 'var(--mr-text-2)', fontStyle: 'normal' },
});

const COLORS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--mr-operator)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--mr-sink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--mr-source)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--mr-ok)' },
]);

const NAME = '(?:[A-Za-z_]\\w*|`(?:[^`]|``)*`)';
const WORD = /[`\w]+/;
const WORD_ONLY = /^\w*$/;
const IN_QUOTES = /^`[^`]*$/;
const STEP = `${NAME}(?:\\[[^\\[\\]]*\\])*`;
/** A column with fields behind dots and elements in brackets, up to what is being typed: "customer.tags[1].na". */
const PATH = new RegExp(`(${STEP}(?:\\.${STEP})*\\.)([\`\\w]*)$`);

/** Whether a text in quotes that began before is still open. */
function isInsideText(before: string): boolean {
  return (before.match(/'/g)?.length ?? 0) % 2 === 1;
}

/** Words of SQL; none of them stands behind a dot or inside a text. */
function keywords(language: SQLDialect) {
  const source = keywordCompletionSource(language);
  return (context: CompletionContext) => {
    const before = context.state.doc.sliceString(0, context.pos);
    return isInsideText(before) || PATH.test(before) ? null : source(context);
  };
}

function plain(name: string): string {
  return name.startsWith('`') ? name.slice(1, -1).replace(/``/g, '`') : name;
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replace(/`/g, '``')}\``;
}

/** What stands at the end of a path, as far as it is known. */
function shapeOf(columns: ColumnOption[], path: string): Shape | undefined {
  const steps = path.match(new RegExp(`${NAME}|\\[[^\\[\\]]*\\]`, 'g')) ?? [];
  let fields: ColumnOption[] | null = columns;
  let shape: Shape | undefined;
  for (const step of steps) {
    if (step.startsWith('[')) {
      shape = shape?.inside ?? undefined;
    } else {
      shape = fields?.find((f) => f.name === plain(step))?.shape;
    }
    if (!shape) {
      return undefined;
    }
    fields = shape.fields;
  }
  return shape;
}

/** Names, and for what has elements how one of them is written. They are found by the bare name, or by the quoted one where quotes were begun. */
function columnOptions(columns: ColumnOption[], inQuotes: boolean): Completion[] {
  return columns.flatMap((c): Completion[] => {
    const name = quoted(c.name);
    const found = inQuotes ? name : c.name;
    const itself: Completion = { label: found, displayLabel: name, apply: name, detail: c.shape.type, type: 'property', boost: 2 };
    if (!c.shape.holds || !c.shape.inside) {
      return [itself];
    }
    const one = c.shape.holds === 'array' ? { text: `${name}[1]`, info: 'An element; the first is 1' } : { text: `${name}['key']`, info: 'The value of a key; NULL where there is none' };
    return [itself, { label: found + one.text.slice(name.length), displayLabel: one.text, detail: c.shape.inside.type, info: one.info, type: 'property', boost: 1,
      apply: (view, _, from, to) => view.dispatch({ changes: { from, to, insert: one.text },
        selection: { anchor: from + name.length + 1, head: from + one.text.length - 1 } }) }];
  });
}

/** What may stand from there on, for what is typed already. */
function offered(from: number, typed: string, columns: ColumnOption[], more: Completion[] = []): CompletionResult {
  const inQuotes = typed.startsWith('`');
  return { from, options: [...columnOptions(columns, inQuotes), ...more], validFor: inQuotes ? IN_QUOTES : WORD_ONLY };
}

/** A parameter of the drawing is among the functions, written as settings write it. */
const PARAMETER = '${param:';
const BEGUN_PARAMETER = /\$(?:\{(?:p(?:a(?:r(?:a(?:m(?::[\w-]*)?)?)?)?)?)?)?$/;

function isParameter(f: FunctionOption): boolean {
  return f.signature.startsWith(PARAMETER);
}

function functionOption(f: FunctionOption): Completion {
  if (isParameter(f)) {
    return { label: f.name, apply: f.signature, detail: f.signature, info: f.help || undefined, type: 'variable', boost: 1 };
  }
  const begins = f.signature.slice(f.name.length, f.name.length + 1);
  return { label: f.name, apply: begins === '(' || begins === '[' ? f.name + begins : f.name, detail: f.signature, info: f.help || undefined, type: 'function' };
}

/** The name before the innermost bracket that is still open. */
function callAround(before: string): { word: string; at: number } | undefined {
  let depth = 0;
  let inText = false;
  const open: number[] = [];
  for (let i = 0; i < before.length; i++) {
    if (before[i] === "'") {
      inText = !inText;
    } else if (!inText && before[i] === '(') {
      open.push(i);
      depth++;
    } else if (!inText && before[i] === ')' && depth > 0) {
      open.pop();
      depth--;
    }
  }
  const bracket = open.pop();
  const word = bracket === undefined ? null : /([A-Za-z]\w*)\s*$/.exec(before.slice(0, bracket));
  return word ? { word: word[1], at: word.index } : undefined;
}

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
          minimalSetup, language.extension, syntaxHighlighting(COLORS), THEME, EditorView.lineWrapping, placeholder(this.getAttribute('placeholder') ?? ''),
          language.language.data.of({ autocomplete: (context: CompletionContext) => this.complete(context) }), language.language.data.of({ autocomplete: keywords(language) }), autocompletion({ icons: false }),
          this.described.of(this.description()), this.signatures(),
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

  /** Shown while the cursor is in the field. */
  private signatures() {
    const focus = StateEffect.define<boolean>();
    const focused = StateField.define<boolean>({
      create: () => false,
      update: (value, tr) => tr.effects.reduce((now, e) => (e.is(focus) ? e.value : now), value),
    });
    return [focused, EditorView.focusChangeEffect.of((_, has) => focus.of(has)),
      showTooltip.compute(['doc', 'selection', focused], (state) => (state.field(focused) ? this.signature(state) : null))];
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
    const before = context.state.doc.sliceString(0, context.pos);
    if (isInsideText(before)) {
      return null;
    }
    const parameter = BEGUN_PARAMETER.exec(before);
    if (parameter) {
      return { from: context.pos - parameter[0].length, validFor: BEGUN_PARAMETER,
        options: this.functions.filter(isParameter).map((f) => ({ ...functionOption(f), label: f.signature, detail: undefined })) };
    }
    const path = PATH.exec(before);
    const word = context.matchBefore(WORD);
    if (path) {
      const from = context.pos - path[2].length;
      const shape = shapeOf(this.columns, path[1].slice(0, -1));
      if (shape) {
        return shape.fields ? offered(from, path[2], shape.fields) : null;
      }
      // In a query it may be a table, whose columns stand behind the dot.
      return this.hasAttribute('query') ? offered(from, path[2], this.columns) : null;
    }
    if (!word && !context.explicit) {
      return null;
    }
    return offered(word?.from ?? context.pos, word?.text ?? '', this.columns, this.functions.map(functionOption));
  }

  /** How the function is written in whose brackets the cursor stands. */
  private signature(state: EditorState): Tooltip | null {
    const name = callAround(state.doc.sliceString(0, state.selection.main.head));
    const known = name && this.functions.find((f) => !isParameter(f) && f.name.toUpperCase() === name.word.toUpperCase());
    if (!known) {
      return null;
    }
    return {
      pos: name.at, above: true,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'cm-signature';
        const how = document.createElement('b');
        how.textContent = known.signature;
        dom.append(how, ` ${known.help}`);
        return { dom };
      },
    };
  }
}

customElements.define('millrace-expression', ExpressionEditorElement);
