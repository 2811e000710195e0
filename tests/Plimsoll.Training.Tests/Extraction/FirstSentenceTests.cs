using System.Text;
using Plimsoll.Training.Extraction;

namespace Plimsoll.Training.Tests.Extraction;

public sealed class FirstSentenceTests
{
    [Theory]
    [InlineData("/**\n * Splits a {@link Path path} into parts. Never fails.\n * @param x the path\n */", "Splits a Path into parts")]
    [InlineData("/// <summary>\n/// Opens the <see cref=\"T:A.B.Store\"/> for writing.\n/// </summary>", "Opens the Store for writing")]
    [InlineData("// Parse reads one entry, e.g. a header, of the table.\n// More.", "Parse reads one entry, e.g. a header, of the table")]
    [InlineData("# Loads the `lock` file\n# from disk\n#\n# Details.", "Loads the lock file from disk")]
    [InlineData("\"\"\"Return the [parent](x.html) of a node.\n\n    Args:\n    \"\"\"", "Return the parent of a node")]
    [InlineData("/// Writes all rows\n/// # Errors\n/// When full.", "Writes all rows")]
    [InlineData("/** @inheritDoc */", "")]
    public void Of_DocumentationOfALanguage_IsItsFirstSentenceInPlainWords(string documentation, string sentence) =>
        Assert.Equal(sentence, FirstSentence.Of(Encoding.UTF8.GetBytes(documentation)));
}
