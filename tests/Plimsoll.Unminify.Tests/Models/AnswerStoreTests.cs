using Plimsoll.Testing;
using Plimsoll.Unminify.Models;
using Answer = Plimsoll.Unminify.Models.ModelAnswer;

namespace Plimsoll.Unminify.Tests.Models;

public sealed class AnswerStoreTests : IDisposable
{
    private const string Key = "0123456789abcdef";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_AfterSave_GivesTheAnswerToEveryStore()
    {
        Save();

        Answer found = new AnswerStore(_folder.Root).Find(Key)!;
        Assert.Equal("names"u8.ToArray(), found.Content.ToArray());
        Assert.Equal((5, 6), (found.InputTokens, found.OutputTokens));
        Assert.Null(new AnswerStore(_folder.Root).Find("1" + Key[1..]));
    }

    [Fact]
    public void Find_CutOrChangedAnywhere_IsNoneAndCounted()
    {
        string path = Save();
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            AnswerStore store = new(_folder.Root);
            File.WriteAllBytes(path, whole[..i]);
            Assert.Null(store.Find(Key));
            byte[] changed = [.. whole];
            changed[i] ^= 4;
            File.WriteAllBytes(path, changed);
            Assert.Null(store.Find(Key));
            Assert.Equal(2, store.Damaged);
        }

        File.WriteAllBytes(path, whole);
        Assert.NotNull(new AnswerStore(_folder.Root).Find(Key));
    }

    [Fact]
    public void Find_AnswerUnderAnothersName_IsNone()
    {
        string path = Save();
        string other = Key[..^1] + "0";
        File.Move(path, path.Replace(Key[2..], other[2..], StringComparison.Ordinal));

        Assert.Null(new AnswerStore(_folder.Root).Find(other));
    }

    [Fact]
    public void Save_IsForTheUserAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions");
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Save()));
    }

    [Fact]
    public void ClearAnswers_OlderThan_LeavesTheNewOnes()
    {
        FakeClock clock = new();
        File.SetLastWriteTimeUtc(Save(), clock.GetUtcNow().UtcDateTime);
        clock.Advance(TimeSpan.FromDays(10));
        File.SetLastWriteTimeUtc(Save("ff" + Key), clock.GetUtcNow().UtcDateTime);

        Assert.Equal(0, ModelFiles.ClearAnswers(_folder.Root, TimeSpan.FromDays(11), clock));
        Assert.Equal(1, ModelFiles.ClearAnswers(_folder.Root, TimeSpan.FromDays(9), clock));
        Assert.Equal(1, ModelFiles.ClearAnswers(_folder.Root, TimeSpan.Zero, clock));
        Assert.Empty(_folder.Names());
    }

    private string Save(string key = Key)
    {
        new AnswerStore(_folder.Root).Save(key, new Answer("names"u8.ToArray(), 5, 6));
        return Directory.GetFiles(_folder.Root, key[2..] + AnswerStore.Extension, SearchOption.AllDirectories).Single();
    }
}
