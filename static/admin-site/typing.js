// Typing is never lost: every few seconds it is kept on the server for its writer alone, and in this browser while the
// server cannot be reached or wants a log-in. Nothing of it is a draft before "Save".
const gettext = window.gettext || ((text) => text)
const root = document.querySelector("[data-typing]")
const PAUSE = 2000

if (root) {
  const form = root.closest("form")
  const name = root.dataset.typingForm
  const local = `typing:${root.dataset.typing}:${name}`
  const note = document.querySelector("[data-typing-note]")

  const typed = () => {
    const fields = {}
    for (const [key, value] of new FormData(form))
      if (typeof value === "string" && !key.startsWith("csrf") && !key.startsWith("_")) fields[key] = value
    return fields
  }

  let opened = ""
  let kept = ""
  const send = async (fields) => {
    const response = await fetch(root.dataset.typing, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ form: name, fields }),
      redirect: "manual",
      keepalive: JSON.stringify(fields ?? "").length < 60000,
    })
    if (!response.ok) throw new Error(String(response.status))
    return response.json()
  }

  const keep = async () => {
    const fields = typed()
    const now = JSON.stringify(fields)
    if (now === kept || (now === opened && !kept)) return
    kept = now
    try {
      const { at, hints } = await send(fields)
      show(hints)
      localStorage.removeItem(local)
      note.textContent = gettext("Typing kept privately") + " · " + at
      document.dispatchEvent(new CustomEvent("desk:kept", { detail: fields }))
    } catch {
      // A full or forbidden storage must not stop anybody from writing.
      try {
        localStorage.setItem(local, now)
        note.textContent = gettext("The server cannot be reached: typing is kept in this browser.")
      } catch {
        note.textContent = gettext("Typing cannot be kept: save soon.")
      }
      kept = ""
    }
  }

  const show = (hints) => {
    for (const list of document.querySelectorAll("[data-hints]")) {
      const said = hints[list.dataset.hints] ?? []
      list.hidden = !said.length
      list.replaceChildren(...said.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })))
    }
  }

  // A rich text is filled by its editor, which listens.
  const take = (fields) => {
    for (const [key, value] of Object.entries(fields)) {
      const field = form.elements[key]
      if (!field || field.type === "file" || field.value === value) continue
      if (field.type === "checkbox") field.checked = true
      else field.value = value
      field.dispatchEvent(new CustomEvent("desk:fill", { detail: value, bubbles: true }))
    }
  }

  const differs = (fields) => Object.entries(fields).some(([key, value]) => {
    const field = form.elements[key]
    return field && field.type !== "hidden" && field.type !== "file" && field.type !== "checkbox" && field.value !== value
  })

  const offer = () => {
    const stored = JSON.parse(document.getElementById("typing-kept").textContent)
    const here = localStorage.getItem(local)
    const fields = here ? JSON.parse(here) : stored?.fields
    if (!fields || !differs(fields) || form.querySelector(".errorlist")) return
    const said = root.querySelector("[data-typing-said]")
    said.textContent = stored && !here
      ? gettext("You typed here without saving") + " · " + stored.at
      : gettext("You typed here without saving, and the server did not get it.")
    const buttons = [["[data-typing-take]", () => take(fields)], ["[data-typing-drop]", () => send(null).catch(() => {})]]
    for (const [selector, act] of buttons) {
      const button = root.querySelector(selector)
      button.hidden = false
      button.addEventListener("click", () => {
        act()
        localStorage.removeItem(local)
        root.hidden = true
      })
    }
    root.hidden = false
  }

  // Editors normalise their texts when they start: what stands then is what was opened.
  window.addEventListener("load", () => setTimeout(() => {
    opened = JSON.stringify(typed())
    root.dataset.watches = ""
    offer()
    setInterval(keep, PAUSE)
  }, 300))
  document.addEventListener("visibilitychange", () => document.hidden && opened && keep())
  form.addEventListener("submit", () => localStorage.removeItem(local))
}
