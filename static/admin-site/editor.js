// The rich-text editor of the admin: the formats of multilingual/richtext.py, and labels in the reader's language.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, Italic, Link, ListItem,
  Menu, NoSpellCheck, OrderedList, Paragraph, Table, TableCell, TableHeader, TableRow, Text,
  createTextareaEditor, initializeEditors,
} from "../django_prose_editor/editor.js"
import { Picture, chooseFiles } from "./pictures.js"

const gettext = window.gettext || ((text) => text)

// The package writes these labels in English only.
const LABELS = {
  paragraph: gettext("Paragraph"),
  heading2: gettext("Heading"),
  heading3: gettext("Subheading"),
  bulletList: gettext("Bulleted list"),
  orderedList: gettext("Numbered list"),
  blockquote: gettext("Quotation"),
  bold: gettext("Bold"),
  italic: gettext("Italic"),
  link: gettext("Link"),
  unlink: gettext("Remove link"),
  picture: gettext("Insert picture"),
  table: gettext("Insert table"),
  "table:addColumnAfter": gettext("Add column"),
  "table:deleteColumn": gettext("Delete column"),
  "table:addRowAfter": gettext("Add row"),
  "table:deleteRow": gettext("Delete row"),
  "table:toggleHeaderCell": gettext("Heading cell"),
  "table:deleteTable": gettext("Delete table"),
  "history:undo": gettext("Undo"),
  "history:redo": gettext("Redo"),
}

const menu = ({ editor, buttons, menu }) => {
  menu.defineItem({
    name: "picture",
    groups: "picture",
    button: buttons.material("add_photo_alternate"),
    command: () => chooseFiles(editor, optionsOf(editor, "picture")),
  })
  const named = (names) => menu.items("nodes lists marks link picture table history").filter((item) => names.includes(item.name))
  const groups = [
    ["paragraph", "heading2", "heading3"],
    ["bold", "italic"],
    ["bulletList", "orderedList", "blockquote"],
    ["link", "unlink"],
    ["picture"],
    Object.keys(LABELS).filter((name) => name.startsWith("table")),
    ["history:undo", "history:redo"],
  ]
  return groups.map((names) => menu.buttonGroup({ editor, buttons }, named(names)))
}

const optionsOf = (editor, name) => editor.extensionManager.extensions.find((one) => one.name === name).options

// The package asks for rows and columns in a dialog that is English in part; both are added with one press anyway.
const ReadyTable = Table.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions: () => ({ commands }) => commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    }
  },
})

const extensions = ({ lang, dataset: { upload, files } }) => [
  Document, Text, Paragraph, HardBreak, Dropcursor, Gapcursor, History, NoSpellCheck,
  Heading.configure({ levels: [2, 3] }), Bold, Italic, Blockquote, BulletList,
  OrderedList.configure({ enableListAttributes: false }), ListItem,
  Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
  ReadyTable, TableRow, TableHeader, TableCell, Picture.configure({ upload, files, lang }),
  Menu.configure({ items: menu }),
]

const label = (button) => {
  const text = LABELS[button.dataset.name]
  if (!text) return
  button.title = text
  button.setAttribute("aria-label", text)
}

const create = (textarea) => {
  if (textarea.closest(".prose-editor")) return
  const editor = createTextareaEditor(textarea, extensions(textarea))
  textarea.addEventListener("desk:fill", ({ detail }) => editor.commands.setContent(detail))
  const surface = editor.view.dom
  surface.lang = textarea.lang
  surface.setAttribute("role", "textbox")
  surface.setAttribute("aria-multiline", "true")
  const name = document.querySelector(`label[for="${textarea.id}"]`)
  if (name) {
    name.id ||= `${textarea.id}_label`
    surface.setAttribute("aria-labelledby", name.id)
    name.addEventListener("click", () => editor.commands.focus())
  }
  const relabel = () => textarea.closest(".prose-editor").querySelectorAll("[data-name]").forEach(label)
  editor.on("create", relabel)
  editor.once("transaction", relabel)
}

initializeEditors(create, "[data-rich-text]")
