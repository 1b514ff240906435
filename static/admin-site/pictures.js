// Pictures in rich text: a node of the editor, and the way of a picture from button, drop or clipboard to the site's archive.
//
// Until a picture is stored, its place in the text says that it is missing; so does what is saved.
import { Node, Plugin, pm } from "../django_prose_editor/editor.js"
import { cleanPasted, withoutHandlers } from "./pasting.js"

const gettext = window.gettext || ((text) => text)
const PREFIX = "/media/"
const OWN = /^\/media\/prose\/[0-9a-f]{32}-(\d+)x(\d+)\.\w+$/
const TAKEN = ["image/png", "image/jpeg", "image/webp", "image/avif"]
const MOST_BYTES = 20_000_000

// What stands in a text instead of a picture; its name tells the editor which one to look for.
const missing = (name) => (name ? gettext("[Picture missing: %s]").replace("%s", name) : gettext("[Picture missing]"))

const nameOf = (source) => {
  if (source instanceof Blob) return source.name || ""
  if (source.startsWith("data:")) return ""
  const parts = source.replace(/[?#].*/, "").split(/[\\/]+/)
  const place = /^https?:$/i.test(parts[0]) ? `${parts[1]} ` : ""
  return `${place}${parts.at(-1)}`.slice(0, 80)
}

// One picture on its way. Those of a page are remembered, for undoing brings their places back.
class Job {
  static all = []

  constructor(source, alt, upload) {
    this.source = source
    this.name = nameOf(source)
    this.alt = alt
    this.part = 0
    this.listeners = new Set()
    this.done = this.run(upload).then(
      (stored) => (this.stored = stored),
      (error) => (this.error = error.message),
    )
    this.number = Job.all.push(this) - 1
  }

  async run(upload) {
    const form = new FormData()
    if (typeof this.source === "string" && !this.source.startsWith("data:")) {
      const address = this.source.replace(/^http:/, "https:")
      if (!address.startsWith("https:")) throw new Error(gettext("The browser may not read this picture: insert its file."))
      form.append("address", address)
    } else {
      const blob = await known(this.source instanceof Blob ? this.source : blobOf(this.source))
      if (blob.size > MOST_BYTES) throw new Error(gettext("The picture is too large: at most 20 MB."))
      form.append("file", blob, named(blob))
    }
    return sent(form, upload, (part) => {
      this.part = part
      for (const listener of this.listeners) listener(part)
    })
  }

  static get open() {
    return Job.all.filter((job) => !job.stored && !job.error)
  }
}

const named = (blob) => {
  const ending = { "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/avif": ".avif" }[blob.type]
  return (blob.name || "picture").replace(/\.[^.]*$/, "") + (ending || "")
}

// Through no request, for the page may load nothing but what the site serves.
const blobOf = (address) => {
  const [head, body] = address.slice(5).split(/,(.*)/s)
  const isBase64 = head.endsWith(";base64")
  const text = isBase64 ? atob(decodeURIComponent(body).replace(/\s/g, "")) : decodeURIComponent(body)
  return new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], { type: head.split(";")[0] })
}

// Kinds that the site does not take are drawn anew as PNG, where the browser knows them: GIF, BMP.
const known = async (blob) => {
  if (TAKEN.includes(blob.type)) return blob
  const bitmap = await createImageBitmap(blob).catch(() => {
    throw new Error(gettext("Send a picture as PNG, JPEG, WebP or AVIF."))
  })
  const canvas = document.createElement("canvas")
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext("2d").drawImage(bitmap, 0, 0)
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"))
}

// fetch() tells nothing of how far an upload is.
const sent = (form, upload, tell) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", upload)
    request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value)
    request.responseType = "json"
    request.upload.onprogress = (event) => event.lengthComputable && tell(event.loaded / event.total)
    request.onload = () => {
      if (request.status === 200 && request.response) return resolve(request.response)
      reject(new Error(request.response?.error || REASONS[request.status] || gettext("The site could not take the picture. Try again.")))
    }
    request.onerror = () => reject(new Error(gettext("No connection to the site. Try again.")))
    request.send(form)
  })

const REASONS = {
  403: gettext("You are logged out, or may not write texts."),
  413: gettext("The picture is too large: at most 20 MB."),
}

// The node

const ofImage = (image) => {
  const source = (image?.getAttribute("src") || "").replace(window.location.origin, "")
  const [, width, height] = OWN.exec(source) || []
  return width ? { src: source, alt: image.getAttribute("alt") || "", width: Number(width), height: Number(height) } : false
}

const ofFigure = (figure) => {
  if (figure.dataset.job) return { job: Number(figure.dataset.job), alt: Job.all[figure.dataset.job]?.alt || "" }
  return ofImage(figure.querySelector("img"))
}

export const Picture = Node.create({
  name: "picture",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,

  addOptions() {
    return { upload: "", files: "", lang: "" }
  },

  addAttributes() {
    const attribute = (value) => ({ default: value, rendered: false })
    return { src: attribute(null), alt: attribute(""), width: attribute(null), height: attribute(null), job: attribute(null) }
  },

  parseHTML() {
    return [
      { tag: "figure", getAttrs: ofFigure, contentElement: (figure) => figure.querySelector("figcaption") || document.createElement("p") },
      { tag: "img", getAttrs: ofImage },
    ]
  },

  renderHTML({ node }) {
    const { src, alt, width, height, job } = node.attrs
    if (!src) return ["p", ["strong", missing(Job.all[job]?.name || "")]]
    const image = ["img", { src, alt, width, height }]
    return node.content.size ? ["figure", image, ["figcaption", 0]] : ["figure", image]
  },

  addNodeView() {
    return ({ node, editor, getPos }) => new View(node, editor, getPos, this.options)
  },

  addKeyboardShortcuts() {
    return { Enter: ({ editor }) => leaveCaption(editor) }
  },

  addProseMirrorPlugins() {
    return [paster(this.editor, this.options)]
  },
})

// Enter in a caption goes on below the picture.
const leaveCaption = (editor) => {
  const { $from } = editor.state.selection
  if ($from.parent.type.name !== "picture") return false
  return editor.chain().insertContentAt($from.after(), { type: "paragraph" }).setTextSelection($from.after() + 1).run()
}

class View {
  constructor(node, editor, getPos, options) {
    Object.assign(this, { node, editor, getPos, options })
    this.image = tag("img", { alt: "" })
    this.frame = tag("div", { className: "picture-frame", contentEditable: "false" }, [this.image])
    this.contentDOM = tag("figcaption", { className: "picture-caption" })
    this.contentDOM.dataset.placeholder = gettext("Caption, for all readers")
    this.input = tag("input", { type: "text", maxLength: 300, lang: options.lang })
    this.input.addEventListener("input", () => this.set({ alt: this.input.value }))
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), this.input.blur(), editor.commands.focus()))
    this.label = tag("label", { className: "picture-alt", contentEditable: "false" }, [
      tag("span", { textContent: gettext("What it shows, for readers who cannot see it") }), this.input,
    ])
    this.dom = tag("figure", { className: "picture" }, [this.frame, this.contentDOM, this.label])
    this.show()
    this.wait()
  }

  set(attributes) {
    const at = this.getPos()
    if (at === undefined) return
    const { tr } = this.editor.state
    this.editor.view.dispatch(tr.setNodeMarkup(at, null, { ...this.node.attrs, ...attributes }))
  }

  show() {
    const { src, alt, width, height } = this.node.attrs
    this.label.hidden = this.contentDOM.hidden = !src
    this.dom.classList.toggle("is-undescribed", Boolean(src) && !alt)
    this.dom.classList.toggle("is-uncaptioned", !this.node.content.size)
    if (document.activeElement !== this.input) this.input.value = alt
    if (!src) return
    if (this.image.parentNode !== this.frame) this.frame.replaceChildren(this.image)
    const address = this.options.files.replace("NAME", src.slice(PREFIX.length))
    if (this.image.getAttribute("src") !== address) Object.assign(this.image, { width, height, src: address })
  }

  // The place of a picture that is still on its way.
  wait() {
    const job = Job.all[this.node.attrs.job]
    if (this.node.attrs.src || !job) return
    const progress = tag("progress", { max: 1, value: job.part })
    progress.setAttribute("aria-label", gettext("The picture is being stored"))
    this.frame.replaceChildren(progress)
    const listener = (part) => (progress.value = part)
    job.listeners.add(listener)
    job.done.then(() => {
      job.listeners.delete(listener)
      if (!this.dom.isConnected) return
      job.stored ? this.arrived(job) : this.failed(job)
    })
  }

  arrived(job) {
    const { src, width, height } = job.stored
    quietly(this.editor, (tr) => tr.setNodeMarkup(this.getPos(), null, { ...this.node.attrs, src, width, height, job: null }))
    if (job.asks) this.input.focus()
  }

  failed(job) {
    const { schema } = this.editor.state
    const text = schema.text(missing(job.name), [schema.marks.bold.create()])
    const left = [text, this.node.content].filter((said) => said.size !== 0)
    const paragraphs = left.map((said) => schema.nodes.paragraph.create(null, said))
    quietly(this.editor, (tr) => tr.replaceWith(this.getPos(), this.getPos() + this.node.nodeSize, paragraphs))
    say(this.editor, job.error)
  }

  update(node) {
    if (node.type !== this.node.type) return false
    this.node = node
    this.show()
    return true
  }

  selectNode() {
    this.dom.classList.add("is-chosen")
  }

  deselectNode() {
    this.dom.classList.remove("is-chosen")
  }

  stopEvent(event) {
    return this.label.contains(event.target)
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target)
  }
}

const tag = (name, properties = {}, children = []) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

// Not by the person: nothing that she would undo.
const quietly = (editor, change) => {
  editor.view.dispatch(change(editor.state.tr).setMeta("addToHistory", false))
}

// Read out by screen readers, shown under the editor.
const say = (editor, text) => {
  const box = editor.view.dom.closest(".prose-editor")
  let place = box.querySelector(".picture-messages")
  if (!place) {
    place = tag("ul", { className: "picture-messages" })
    place.setAttribute("role", "alert")
    box.append(place)
  }
  if ([...place.children].some((line) => line.textContent === text)) return
  place.append(tag("li", { textContent: text }))
}

const silence = (editor) => editor.view.dom.closest(".prose-editor")?.querySelector(".picture-messages")?.remove()

// Ways in

const pictureFiles = (data) => [...(data?.files || [])].filter((file) => file.type.startsWith("image/"))

const inserted = (editor, files, at, { upload }) => {
  silence(editor)
  const jobs = files.map((file) => new Job(file, "", upload))
  if (jobs.length === 1) jobs[0].asks = true
  const content = jobs.map((job) => ({ type: "picture", attrs: { job: job.number } }))
  editor.chain().focus().insertContentAt(at ?? editor.state.selection, content).run()
}

// With pictures on their way instead of what the clipboard calls them.
const withJobs = (html, rtf, { upload }) => {
  const cleaned = cleanPasted(html, rtf)
  const page = new DOMParser().parseFromString(cleaned.html, "text/html")
  for (const figure of page.querySelectorAll("figure[data-picture]")) {
    const { source, alt } = cleaned.pictures[figure.dataset.picture]
    const own = ownAddress(source)
    if (own) figure.prepend(Object.assign(page.createElement("img"), { src: own, alt }))
    else figure.dataset.job = new Job(source, alt, upload).number
  }
  return page.body.innerHTML
}

// A picture of this site's texts, copied from a page or from this desk.
const ownAddress = (source) => {
  const path = source.replace(window.location.origin, "").replace(/^\/admin\/files\//, PREFIX)
  return OWN.test(path) ? path : ""
}

const isOneImage = (html) => {
  const { body } = new DOMParser().parseFromString(withoutHandlers(html), "text/html")
  return body.querySelectorAll("img").length === 1 && !body.textContent.trim()
}

const isOurs = (html) => html.includes("data-pm-slice")

const paster = (editor, options) => {
  let rtf = ""
  return new Plugin({
    props: {
      handleDOMEvents: {
        paste(view, event) {
          const data = event.clipboardData
          const html = data?.getData("text/html") || ""
          const files = pictureFiles(data)
          rtf = data?.getData("text/rtf") || ""
          silence(editor)
          if (!files.length || (html && !isOneImage(html))) return false
          event.preventDefault()
          inserted(editor, files, null, options)
          return true
        },
      },
      handleDrop(view, event, slice, moved) {
        const files = pictureFiles(event.dataTransfer)
        if (moved || !files.length) return false
        event.preventDefault()
        inserted(editor, files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos, options)
        return true
      },
      // What begins with a heading is no continuation of the paragraph that the cursor stands in.
      transformPasted(slice, view) {
        const begins = slice.content.childCount > 1 && slice.content.firstChild.type.name === "heading"
        if (!begins || !view.state.selection.$from.parent.content.size) return slice
        return new pm.model.Slice(slice.content, 0, slice.openEnd)
      },
      transformPastedHTML(html) {
        const beside = rtf
        rtf = ""
        return isOurs(html) ? html : withJobs(html, beside, options)
      },
    },
  })
}

export const chooseFiles = (editor, options) => {
  const input = tag("input", { type: "file", accept: "image/*", multiple: true })
  input.addEventListener("change", () => inserted(editor, [...input.files], null, options))
  input.click()
}

// Saving waits for pictures.
document.addEventListener(
  "submit",
  (event) => {
    const open = Job.open
    if (!open.length) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const { target, submitter } = event
    Promise.all(open.map((job) => job.done)).then(() => setTimeout(() => target.requestSubmit(submitter)))
  },
  true,
)
