// Comforts of the desk; it works without them: tick all, a range with Shift, and how many are ticked.
const form = document.querySelector("[data-desk]")
if (form) {
  const all = form.querySelector("[data-desk-all]")
  const none = form.querySelector("[data-desk-none]")
  const count = form.querySelector("[data-desk-count]")
  const boxes = [...document.querySelectorAll("input[name=item]")] // those of the report stand outside
  const onPage = boxes.filter((box) => box.closest("table"))
  let last = null

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length
    if (count) count.textContent = ticked
    if (!all) return
    all.checked = ticked > 0 && onPage.every((box) => box.checked)
    all.indeterminate = ticked > 0 && !all.checked
  }
  const tickAll = (checked, which) => {
    for (const box of which) box.checked = checked
    tell()
  }
  for (const control of [all, none]) if (control) control.hidden = false
  all?.addEventListener("change", () => tickAll(all.checked, onPage))
  none?.addEventListener("click", () => {
    tickAll(false, boxes)
    onPage[0]?.focus()
  })
  document.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target)
    if (at < 0) return
    if (event.shiftKey && last !== null)
      for (const box of boxes.slice(Math.min(at, last), Math.max(at, last) + 1)) box.checked = event.target.checked
    last = at
  })
  document.addEventListener("change", tell)
  window.addEventListener("pageshow", tell)
  tell()
}
