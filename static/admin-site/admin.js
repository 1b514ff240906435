// Small comforts of the admin; every page works without them.
document.addEventListener("DOMContentLoaded", () => {
  editionTabs()
  specificationCells()
  pressable()
})

// On narrow screens one language is shown at a time; nothing is reloaded, so nothing typed is lost.
function editionTabs() {
  const root = document.querySelector("[data-editions]")
  if (!root) return
  const tabs = [...root.querySelectorAll("[data-edition-tab]")]
  const show = (code) => {
    root.dataset.shown = code
    for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.editionTab === code))
    for (const edition of root.querySelectorAll("[data-edition]"))
      edition.classList.toggle("is-shown", edition.dataset.edition === code)
  }
  const wrong = root.querySelector(".edition .errorlist")
  const asked = location.hash.replace("#edition-", "")
  const first = wrong ? wrong.closest("[data-edition]").dataset.edition : asked || sessionStorage.getItem("edition") || root.dataset.own
  for (const tab of tabs)
    tab.addEventListener("click", () => {
      show(tab.dataset.editionTab)
      sessionStorage.setItem("edition", tab.dataset.editionTab)
    })
  show(tabs.some((tab) => tab.dataset.editionTab === first) ? first : tabs[0].dataset.editionTab)
  if (root.dataset.editions === "new") root.querySelector(".edition.is-shown input:not([type=hidden])")?.focus()
}

// A specification shows the cells of its attribute only, and the terms of its vocabulary.
function specificationCells() {
  const data = document.getElementById("spec-kinds")
  if (!data) return
  const { attributes, terms } = JSON.parse(data.textContent)
  const cells = { number: ["number", "plus", "minus"], range: ["low", "high"], term: ["term"] }
  const all = Object.values(cells).flat()
  const table = document.getElementById("specs-group")

  const fit = (row, emptied) => {
    const chosen = row.querySelector('[name$="-attribute"]')
    if (!chosen) return
    const attribute = attributes[chosen.value]
    for (const name of all) {
      const input = row.querySelector(`[name$="-${name}"]:not([name^="initial-"])`)
      if (!input) continue
      const used = attribute && cells[attribute.kind].includes(name)
      const cell = input.closest("td")
      cell.classList.toggle("is-unused", !used)
      if (name !== "term") cell.dataset.unit = attribute ? attribute.unit : ""
      if (!used && emptied) input.value = ""
    }
    const term = row.querySelector('select[name$="-term"]')
    if (term && attribute)
      for (const option of term.options)
        option.hidden = option.value !== "" && terms[option.value] !== attribute.vocabulary
  }
  table.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-attribute")) fit(event.target.closest("tr"), true)
  })
  document.addEventListener("formset:added", (event) => fit(event.target.querySelector("tr.form-row") || event.target, true))
  for (const row of table.querySelectorAll("tr.form-row")) fit(row, false)
}

// Some of Unfold's buttons are boxes, or links without an address: the keyboard must press them too.
function pressable() {
  for (const box of document.querySelectorAll("a[x-on\\:click]:not([href]), div.cursor-pointer[x-on\\:click]")) {
    box.tabIndex = 0
    box.setAttribute("role", "button")
    box.addEventListener("keydown", (event) => {
      if (event.target !== box || (event.key !== "Enter" && event.key !== " ")) return
      event.preventDefault()
      box.click()
    })
  }
}
