// Folds blocks on a click or key: each row becomes as high as its highest box, and what is below moves up.
(function () {
  const svg = document.currentScript.ownerSVGElement || document.documentElement
  const net = svg.querySelector('.level')
  const band = 28
  const below = svg.viewBox.baseVal.height - place(net)[1] - arrange(net)

  function place(group) {
    return group.getAttribute('transform').match(/-?[\d.]+/g).map(Number)
  }

  // Gives the room that the rows of a level take, counted from its own top.
  function arrange(level) {
    const block = level.parentNode.classList.contains('block')
    const gaps = level.dataset.gaps.split(' ').map(Number)
    const cells = Array.from(level.children).filter((child) => child.dataset.row !== undefined)
    const heights = gaps.map(() => 0)
    const high = new Map()
    const boxes = new Map()
    for (const cell of cells) {
      const height = cell.classList.contains('block') ? fold(cell) : Number(cell.dataset.height)
      high.set(cell, height)
      heights[cell.dataset.row] = Math.max(heights[cell.dataset.row], height)
      if (cell.dataset.id) boxes.set(cell.dataset.id, cell)
    }
    const tops = []
    let at = block ? band : 0
    gaps.forEach((gap, row) => {
      tops.push(at + gap)
      at += gap + heights[row]
    })
    const top = (cell) => tops[cell.dataset.row] + (heights[cell.dataset.row] - high.get(cell)) / 2
    for (const cell of cells) {
      cell.setAttribute('transform', `translate(${place(cell)[0]} ${top(cell)})`)
    }
    for (const line of level.querySelectorAll(':scope > .line')) {
      const from = boxes.get(line.dataset.from)
      const to = boxes.get(line.dataset.to)
      const height = {
        t: (row) => tops[row],
        b: (row) => tops[row] + heights[row],
        m: (row) => tops[row] + heights[row],
        f: () => top(from) + high.get(from),
        l: () => top(to),
      }
      let last
      let course = ''
      for (const point of line.dataset.way.split(',')) {
        const [x, row, side] = point.split(' ')
        const y = height[side](row)
        const middle = last && (last.y + y) / 2
        if (!last || side === 'm') course += `M${x} ${y}`
        else if (last.x !== x) course += `C${last.x} ${middle} ${x} ${middle} ${x} ${y}`
        else if (last.y !== y) course += `V${y}`
        last = { x, y }
      }
      line.setAttribute('d', course)
    }
    return at
  }

  // Gives the height of a block, open or not.
  function fold(block) {
    const open = block.querySelector(':scope > .fold').getAttribute('aria-expanded') === 'true'
    const level = block.querySelector(':scope > .level')
    level.style.display = open ? '' : 'none'
    const height = open ? arrange(level) + Number(level.dataset.bottom) : band
    block.querySelector(':scope > .frame').setAttribute('height', height)
    return height
  }

  function toggle(event) {
    const header = event.target.closest('.fold')
    if (!header || (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    const open = header.getAttribute('aria-expanded') === 'true'
    header.setAttribute('aria-expanded', String(!open))
    const height = place(net)[1] + arrange(net) + below
    svg.setAttribute('height', height)
    svg.setAttribute('viewBox', `0 0 ${svg.viewBox.baseVal.width} ${height}`)
  }

  svg.addEventListener('click', toggle)
  svg.addEventListener('keydown', toggle)
})()
