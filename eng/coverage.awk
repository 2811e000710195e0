# Merges cobertura files of several test projects (a line is covered when any of them covers it),
# prints line coverage by assembly and fails when one is below its bar.
/<class / {
  file = $0
  sub(/.*filename="/, "", file)
  sub(/".*/, "", file)
  # One report names a file from the root, another from src: without one name for both, a line would count twice.
  sub(/^(.*\/)?src\//, "", file)
  assembly = file
  sub(/\/.*/, "", assembly)
}
/<line / {
  line = $0
  sub(/.*number="/, "", line)
  sub(/".*/, "", line)
  hits = $0
  sub(/.*hits="/, "", hits)
  sub(/".*/, "", hits)
  key = file SUBSEP line
  if (!(key in owner)) { owner[key] = assembly; lines[assembly]++ }
  if (hits > 0 && !(key in covered)) { covered[key] = 1; hit[assembly]++ }
}
END {
  low = 0
  for (name in lines) {
    bar = name == "Plimsoll.Memory" ? 90 : 80
    share = 100 * hit[name] / lines[name]
    verdict = share < bar ? "BELOW" : "ok"
    if (share < bar) low = 1
    printf "%-22s %6.2f %% of %5d lines (bar %d %%) %s\n", name, share, lines[name], bar, verdict
  }
  exit low
}
