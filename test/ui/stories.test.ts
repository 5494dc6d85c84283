import { keyboardOf, mouseOf } from './hands';
import { stories } from './stories';

const languages = { English: undefined, Chinese: 'zh-cn' };
const means = { 'the mouse': mouseOf, 'the keyboard alone': keyboardOf };

for (const [language, locale] of Object.entries(languages))
  for (const [name, handsOf] of Object.entries(means))
    describe(`a user’s stories in ${language} by ${name}`, () => {
      stories({ ...(locale !== undefined && { locale }), handsOf });
    });
