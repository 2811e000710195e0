using Plimsoll.Testing;

namespace Plimsoll.Files.Tests;

public sealed class SafePathTests
{
    [Theory]
    [InlineData("", UnsafePathReason.Empty)]
    [InlineData("/etc/passwd", UnsafePathReason.Absolute)]
    [InlineData("\\\\server\\share", UnsafePathReason.Absolute)]
    [InlineData("C:/x", UnsafePathReason.Absolute)]
    [InlineData("c:x", UnsafePathReason.Absolute)]
    [InlineData("..", UnsafePathReason.ParentPart)]
    [InlineData("a/../b", UnsafePathReason.ParentPart)]
    [InlineData("a\\..\\b", UnsafePathReason.ParentPart)]
    [InlineData("a/.. /b", UnsafePathReason.ParentPart)]
    [InlineData("a\0b", UnsafePathReason.BadCharacter)]
    [InlineData("a\nb", UnsafePathReason.BadCharacter)]
    [InlineData("CON", UnsafePathReason.DeviceName)]
    [InlineData("a/nul.txt", UnsafePathReason.DeviceName)]
    [InlineData("com1", UnsafePathReason.DeviceName)]
    [InlineData("LPT9.c", UnsafePathReason.DeviceName)]
    public void Resolve_UnsafeText_IsRefusedWithItsReason(string path, UnsafePathReason expected)
    {
        using var folder = new TempFolder();
        var problem = Assert.Throws<UnsafePathException>(() => SafePath.Resolve(folder.Root, path));

        Assert.Equal(expected, problem.Reason);
        Assert.Equal(path, problem.RefusedPath);
        Assert.Contains("below the root", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_TooLong_IsRefused()
    {
        var problem = Assert.Throws<UnsafePathException>(() => SafePath.Resolve("/tmp", new string('a', 5000)));
        Assert.Equal(UnsafePathReason.TooLong, problem.Reason);
    }

    [Fact]
    public void Resolve_Links_AreFollowedInsideAndRefusedOutside()
    {
        using var folder = new TempFolder();
        folder.Write("root/real/file.c", "x");
        folder.Write("rootless/secret", "x");
        var root = folder.PathOf("root");
        File.CreateSymbolicLink(Path.Combine(root, "inside"), "real");
        File.CreateSymbolicLink(Path.Combine(root, "outside"), "../rootless");
        File.CreateSymbolicLink(Path.Combine(root, "absolute"), "/etc");
        File.CreateSymbolicLink(Path.Combine(root, "loop"), "loop");
        File.CreateSymbolicLink(folder.PathOf("alias"), "root");

        Assert.EndsWith("/root/real/file.c", SafePath.Resolve(root, "inside/file.c"), StringComparison.Ordinal);
        Assert.EndsWith("/root/real/file.c", SafePath.Resolve(folder.PathOf("alias"), "./inside//file.c"), StringComparison.Ordinal);
        Assert.EndsWith("/root/not/there", SafePath.Resolve(root, "not/there"), StringComparison.Ordinal);
        foreach (var path in (string[])["outside/secret", "outside", "absolute/passwd", "loop", "loop/x"])
        {
            var problem = Assert.Throws<UnsafePathException>(() => SafePath.Resolve(root, path));
            Assert.Equal(UnsafePathReason.LinkEscapes, problem.Reason);
        }
    }
}
