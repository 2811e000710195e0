using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Parsing;

public sealed class AllocationTests
{
    private const int Copies = 20;

    [Fact]
    public void Survey_ALongerText_TakesNoMoreOfTheManagedHeap()
    {
        const string part = "(function(a,b){var c=a+b*2;if(c>3){let d=[c,...a];return d.map(e=>({e,f:/x+/g,g:`${c}`}))}return function(h=c){return h}})(1,2);\n";
        long little = Allocated(new StringBuilder().Insert(0, part, 1000).ToString());
        long much = Allocated(new StringBuilder().Insert(0, part, 1000 * Copies).ToString());

        // The lists of blocks grow: 8 bytes for each 64 KiB of a table.
        Assert.InRange(much, 0, little + 64 * 1024);
    }

    private static long Allocated(string text)
    {
        using SourceText source = new(Encoding.UTF8.GetBytes(text), "a.js");
        Parser.Survey(source, new SurveyOptions()).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
