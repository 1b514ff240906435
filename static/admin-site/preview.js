// Previews in the form of an item: links are copied with one press, and the real page stands beside what is typed.
document.addEventListener("DOMContentLoaded", () => {
  copyLinks()
  livePreview()
})

function copyLinks() {
  for (const button of document.querySelectorAll("[data-preview-copy]")) {
    const link = button.parentElement.querySelector("input")
    const word = button.textContent
    link.addEventListener("focus", () => link.select())
    button.hidden = false
    button.addEventListener("click", async () => {
      link.select()
      try {
        await navigator.clipboard.writeText(link.value)
      } catch {
        document.execCommand("copy") // where a site without HTTPS has no clipboard
      }
      button.textContent = button.dataset.copied
      setTimeout(() => (button.textContent = word), 2000)
    })
  }
  document.addEventListener("keydown", ({ key }) => {
    const open = key === "Escape" && document.querySelector("[data-preview-share][open]")
    if (!open) return
    open.open = false
    open.querySelector("summary").focus()
  })
  document.addEventListener("click", ({ target }) => {
    for (const open of document.querySelectorAll("[data-preview-share][open]"))
      if (!open.contains(target)) open.open = false
  })
}

function livePreview() {
  const KEY = "live-preview"
  const PAUSE = 600
  const buttons = [...document.querySelectorAll("[data-live-preview]")]
  if (!buttons.length) return
  const form = buttons[0].closest("form")
  let shown = null // { button, panel, frame, status, waiting, asked }

  const element = (tag, properties) => Object.assign(document.createElement(tag), properties)

  const open = (button) => {
    const { name, close: word, language } = button.dataset
    const panel = element("section", { className: "live-preview" })
    panel.setAttribute("aria-label", name)
    const head = element("div", { className: "live-preview-head" })
    const status = element("p", { className: "live-preview-status" })
    status.setAttribute("role", "status")
    const cross = element("button", { type: "button", className: "live-preview-close", title: word })
    cross.setAttribute("aria-label", word)
    cross.append(element("span", { className: "material-symbols-outlined", textContent: "close", ariaHidden: "true" }))
    cross.addEventListener("click", () => {
      close()
      button.focus()
    })
    const frame = element("iframe", { className: "live-preview-frame", title: name })
    // Its styles and its place can be reached from here; nothing in it can run.
    frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox")
    head.append(element("h2", { textContent: name }), cross)
    panel.append(head, status, frame)
    const editions = button.closest("[data-editions]")
    if (editions) editions.after(panel)
    else form.append(panel)
    document.body.classList.add("has-live-preview")
    button.setAttribute("aria-pressed", "true")
    localStorage.setItem(KEY, language)
    shown = { button, panel, frame, status }
    refresh()
  }

  const close = () => {
    clearTimeout(shown.waiting)
    shown.asked?.abort()
    shown.panel.remove()
    document.body.classList.remove("has-live-preview")
    shown.button.setAttribute("aria-pressed", "false")
    localStorage.removeItem(KEY)
    shown = null
  }

  const typed = () => {
    const ending = `__${shown.button.dataset.language}`
    const fields = new FormData()
    fields.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    for (const { name, value } of form.elements)
      if (name?.endsWith(ending) && !name.startsWith("initial-")) fields.append(name, value)
    return fields
  }

  const refresh = async () => {
    const { button, status, frame } = shown
    shown.asked?.abort()
    const asked = (shown.asked = new AbortController())
    const say = (problem) => {
      status.textContent = problem
      frame.classList.toggle("is-stale", problem !== "")
    }
    try {
      const body = typed()
      const answer = await fetch(button.dataset.livePreview, { method: "POST", body, signal: asked.signal })
      const text = await answer.text()
      if (answer.redirected || answer.status === 403) say(button.dataset.locked)
      else if (answer.status === 422) say(text)
      else if (!answer.ok) say(button.dataset.failed)
      else {
        say("")
        show(frame, text)
      }
    } catch (problem) {
      if (problem.name !== "AbortError") say(button.dataset.lost)
    }
  }

  // The first page is loaded; then only what is in it changes, so that the reader stays where she was.
  const show = (frame, html) => {
    const page = new DOMParser().parseFromString(html, "text/html")
    for (const link of page.querySelectorAll('a[href^="#"]')) link.removeAttribute("href")
    const old = frame.contentDocument
    if (frame.dataset.filled && old?.body) {
      const { scrollTop } = old.scrollingElement
      old.documentElement.lang = page.documentElement.lang
      old.body.replaceWith(old.adoptNode(page.body))
      old.scrollingElement.scrollTop = scrollTop
    } else {
      frame.dataset.filled = "yes"
      frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`
    }
  }

  const soon = () => {
    if (!shown) return
    clearTimeout(shown.waiting)
    shown.waiting = setTimeout(refresh, PAUSE)
  }
  form.addEventListener("input", soon)
  form.addEventListener("change", soon)

  for (const button of buttons) {
    button.hidden = false
    button.addEventListener("click", () => {
      const again = shown?.button === button
      if (shown) close()
      if (!again) open(button)
      // The form is narrower or wider now; on a small screen the page is below it.
      const seen = again || matchMedia("(min-width: 64rem)").matches ? button : shown.panel
      seen.scrollIntoView({ block: "center" })
    })
  }
  const last = localStorage.getItem(KEY)
  const remembered = buttons.find(({ dataset }) => dataset.language === last)
  if (remembered) open(remembered)
}
