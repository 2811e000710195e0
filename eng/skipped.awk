# Prints the name and the reason of every test that was skipped, from a trx file.
/<UnitTestResult / {
  skipped = /outcome="NotExecuted"/
  name = $0
  sub(/.*testName="/, "", name)
  sub(/".*/, "", name)
}
skipped && /<(Message|StdOut)>/ { # VSTest writes the one, the runner of xunit the other
  reason = $0
  sub(/.*<(Message|StdOut)>/, "", reason)
  sub(/<\/(Message|StdOut)>.*/, "", reason)
  gsub(/&quot;/, "\"", reason); gsub(/&apos;/, "'", reason); gsub(/&lt;/, "<", reason); gsub(/&gt;/, ">", reason); gsub(/&amp;/, "\\&", reason)
  print "  skipped: " name ": " reason
  skipped = 0
}
