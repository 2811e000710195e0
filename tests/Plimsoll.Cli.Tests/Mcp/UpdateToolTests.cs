using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>index_update while files and other writers come and go.</summary>
public sealed class UpdateToolTests : IDisposable
{
    private readonly ShapesFixture _shapes = new();

    private TempFolder Folder => _shapes.Folder;

    private McpSession Session => _shapes.Session;

    public void Dispose() => _shapes.Dispose();

    [Fact]
    public void Update_SeesWhatChanged_AndTheNextQuestionIsAnsweredFromIt()
    {
        Folder.Write("src/Added.java", "class Added implements Shape {}\n");
        Folder.Write(".env", "A=1\n");
        File.Delete(Folder.PathOf("src/Round8.java"));

        JsonNode update = Session.Answer("index_update", """{"path":"src/Added.java"}""");
        JsonNode none = Session.Answer("index_update", """{"path":".env"}""");
        JsonNode found = Session.Answer("find_implementations", """{"name":"Shape"}""");

        Assert.Equal((1, 0, 1, 9, "indexed"), ((int)update["added"]!, (int)update["changed"]!, (int)update["removed"]!, (int)update["unchanged"]!, (string)update["state"]!));
        Assert.Equal((0, "left out: secret"), ((int)none["added"]!, (string)none["state"]!));
        Assert.Equal(9, (int)found["total"]!);
    }

    [Fact]
    public void Update_WhileAnotherProcessWrites_IsRefusedAndSaysSo()
    {
        using (FileStream held = new(Folder.PathOf(".plimsoll/lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Contains("answers the next question", Session.Refusal("index_update"), StringComparison.Ordinal);
        }

        Assert.True((bool)Session.Answer("index_update")["complete"]!);
    }
}
