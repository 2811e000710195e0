namespace Plimsoll.Memory.Tests.Budget;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("256MB", 256L << 20)]
    [InlineData("256mib", 256L << 20)]
    [InlineData(" 256 m ", 256L << 20)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1.5G", 3L << 29)]
    [InlineData("2T", 2L << 40)]
    [InlineData("4k", 4096)]
    [InlineData("4KB", 4096)]
    [InlineData("134217728", 134217728)]
    [InlineData("134217728B", 134217728)]
    [InlineData("50%", 500)]
    [InlineData("0.5 %", 5)]
    [InlineData("100%", 1000)]
    public void Parse_Size_GivesBytes(string text, long expected) => Assert.Equal(expected, MemorySize.Parse(text, 1000));

    [Theory]
    [InlineData("", "no number")]
    [InlineData("MB", "no number")]
    [InlineData("-5MB", "no number")]
    [InlineData("1.2.3MB", "no number")]
    [InlineData("5 MBs", "unknown unit 'MBs'")]
    [InlineData("5XB", "unknown unit 'XB'")]
    [InlineData("1,5GB", "unknown unit ',5GB'")]
    [InlineData("0", "not between 1 byte")]
    [InlineData("99999999999T", "not between 1 byte")]
    [InlineData("101%", "more than the whole")]
    public void Parse_NotASize_SaysWhatWasFoundAndExpected(string text, string part)
    {
        var fault = Assert.Throws<FormatException>(() => MemorySize.Parse(text, 1000));
        Assert.Contains($"found '{text}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("expected", fault.Message, StringComparison.Ordinal);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ShareOfUnknownWhole_AsksForBytes()
    {
        var fault = Assert.Throws<FormatException>(() => MemorySize.Parse("50%"));
        Assert.Contains("give bytes", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(512, "512 B")]
    [InlineData(2048, "2 KB")]
    [InlineData(256L << 20, "256 MB")]
    [InlineData(3L << 29, "1.5 GB")]
    [InlineData(2L << 40, "2 TB")]
    [InlineData(-(5L << 20), "-5 MB")]
    public void Format_Bytes_UsesTheLargestUnit(long bytes, string expected) => Assert.Equal(expected, MemorySize.Format(bytes));

    [Fact]
    public void Format_ThenParse_GivesTheSameForWholeUnits()
    {
        for (int power = 0; power < 42; power++)
        {
            long bytes = 1L << power;
            Assert.Equal(bytes, MemorySize.Parse(MemorySize.Format(bytes)));
        }
    }
}
