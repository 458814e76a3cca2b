// Each kind of picture that a camera, a phone or a drawing program writes becomes a thumbnail.

import { expect, test } from './support.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { drawn, file, gif, png, progressiveJpeg } from './pictures.mjs';

test('each kind of picture becomes a thumbnail of at most 100 pixels', async ({ page, complaints, outside }) => {
  const lesson = new LessonPage(page);
  const cloud = new Cloud(page);
  await lesson.open();
  const pictures = [
    file('baseline.jpg', 'image/jpeg', await drawn(page, 'image/jpeg', 1200, 800)),
    file('progressive.jpg', 'image/jpeg', progressiveJpeg(640, 480)),
    file('drawn.png', 'image/png', await drawn(page, 'image/png', 500, 500)),
    file('alpha.png', 'image/png', png(300, 400, 'rgba8')),
    file('deep.png', 'image/png', png(320, 200, 'rgb16')),
    file('palette.png', 'image/png', png(320, 200, 'palette')),
    file('drawn.webp', 'image/webp', await drawn(page, 'image/webp', 640, 480)),
    file('grey.gif', 'image/gif', gif(240, 160)),
    file('tall.jpg', 'image/jpeg', await drawn(page, 'image/jpeg', 60, 3000)),
  ];
  await lesson.upload(pictures);

  const expected = {
    'baseline.jpg': [100, 67],
    'progressive.jpg': [100, 75],
    'drawn.png': [100, 100],
    'alpha.png': [75, 100],
    'deep.png': [100, 63],
    'palette.png': [100, 63],
    'drawn.webp': [100, 75],
    'grey.gif': [100, 67],
    'tall.jpg': [2, 100],
  };
  const made = {};
  for (const { name } of pictures) made[name] = await cloud.size('my-thumbnails', `thumbnails/photos/${name}`);
  // Rounding to a whole pixel is the maker's choice, by one at most.
  for (const [name, [width, height]] of Object.entries(expected)) {
    expect.soft(made[name], name).toEqual([expect.closeTo(width, -0.5), expect.closeTo(height, -0.5)]);
    expect.soft(Math.max(...made[name]), name).toBe(100);
  }
  expect(complaints).toEqual([]);
});

test('a picture smaller than the thumbnail is not made larger', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.upload([file('dot.png', 'image/png', png(40, 30))]);
  expect(await new Cloud(page).size('my-thumbnails', 'thumbnails/photos/dot.png')).toEqual([40, 30]);
});
